package io.leaderelection.elector;

import io.leaderelection.LossReason;
import io.leaderelection.elector.ElectionTable.Row;
import io.leaderelection.gate.ClockReading;
import io.leaderelection.gate.ElectorClock;
import io.leaderelection.gate.Term;
import io.leaderelection.lock.LeaseRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The elector of one election: a state machine that is told what happens and says what to do.
 *
 * <p>It is deterministic and single-threaded: it has no thread, lock, timer or I/O of its own, and all it knows of time
 * and chance comes through ports. Which event does what in which state stands in {@link ElectionTable}. {@link Standby}
 * does the work of the states without the lease, {@link Leading} and {@link Releasing} of those with it.
 */
final class Elector {

    final ElectorContext context;
    final ElectorLifecycle lifecycle;
    final Standby standby;
    final Leading leading;
    final Releasing releasing;

    private final List<ElectorCommand> commands = new ArrayList<>();

    /**
     * @param rehearses whether the store can rehearse a write
     * @param process random name of this process, the same for all its electors
     * @param threadsReady whether what the end of a term needs is there: asked before a term is taken, and before it begins
     */
    Elector(
            ElectionSettings settings,
            TakeoverRules takeover,
            boolean rehearses,
            ElectorClock clock,
            Randomness random,
            String process,
            BooleanSupplier threadsReady) {
        this.context = ElectorContext.of(settings, takeover, rehearses, clock, random, commands::add);
        LeaseRecordFactory records = new LeaseRecordFactory(settings, context.identity(), context.time(), process);
        this.lifecycle = new ElectorLifecycle(context, random);
        this.releasing = new Releasing(context, records, lifecycle);
        this.leading = new Leading(context, records, lifecycle, releasing, threadsReady);
        this.standby = new Standby(context, takeover, records, lifecycle, leading, releasing, threadsReady);
    }

    /** Before its first start: somebody has, or had, the lease, whom it has not seen. */
    void presumeHolder() {
        context.observer().takenUnseen();
    }

    /**
     * Handles one event and says what to do, in order.
     *
     * @throws IllegalStateException if it leads to a state that the table does not name
     */
    List<ElectorCommand> handle(ElectorEvent event) {
        if (event instanceof ElectorEvent.WorkEnded) {
            // Before anything can fail: it is told once, and whoever forgot it would never campaign again.
            context.term().workEnded();
        }
        context.time().advance();
        commands.clear();
        if (event instanceof ElectorEvent.Reply reply && !context.requests().isAwaited(reply.request())) {
            return List.of();
        }
        IncomingEvent incoming = incoming(event);
        Row row = ElectionTable.row(state(), incoming.kind());
        if (row != null) {
            context.state().play(row.next(), () -> row.action().accept(this, incoming));
        }
        return List.copyOf(commands);
    }

    /** Takes note of the request or the timer that is over with this event, and says what the event means. */
    private IncomingEvent incoming(ElectorEvent event) {
        EventKind kind = kindOf(event);
        LeaseWrite write = null;
        if (event instanceof ElectorEvent.Answered) {
            boolean failed = kind == EventKind.CONFLICT || kind == EventKind.FAILURE;
            write = failed ? context.requests().failed() : context.requests().answered(IncomingEvent.versionIn(event));
        } else if (event instanceof ElectorEvent.Rehearsed) {
            context.requests().rehearsed();
        } else if (event instanceof ElectorEvent.TimerFired fired) {
            context.time().fired(fired.timer());
            write = fired.timer() == TimerKind.ATTEMPT ? context.requests().timedOut() : null;
        }
        return new IncomingEvent(kind, event, write);
    }

    /** What an event means now. */
    EventKind kindOf(ElectorEvent event) {
        EventKind kind = IncomingEvent.kindOf(event);
        boolean mayLearn = state() == State.STANDBY || state() == State.TAKING;
        boolean tells = kind == EventKind.FOUND || kind == EventKind.MISSING || kind == EventKind.WRITTEN;
        return mayLearn && tells && context.requests().isOvertaken(IncomingEvent.versionIn(event))
                ? EventKind.OVERTAKEN
                : kind;
    }

    /**
     * Gives up in the middle of whatever it was doing, for it has failed: nothing it was waiting for counts any more, and
     * it is stopped until it is started again.
     *
     * @param held the term whose end nobody has been told yet; {@code null} if there is none
     */
    List<ElectorCommand> abandon(@Nullable Term held) {
        commands.clear();
        lifecycle.abandon();
        if (held != null) {
            context.term().end(held, LossReason.FAILED);
        }
        context.observer().notifyLeader(LeaseRecord.VACANT);
        lifecycle.letExpire();
        return List.copyOf(commands);
    }

    State state() {
        return context.state().current();
    }

    /** The clocks when the latest event arrived. */
    ClockReading now() {
        return context.time().now();
    }

    /** The lease as last seen. */
    ObservedLease seen() {
        return context.observer().seen();
    }

    /** Random name of its present start, which signs its writes. */
    String incarnation() {
        return context.identity().incarnation();
    }

    /** Whether it holds the lease by this record. */
    boolean isMine(LeaseRecord record) {
        return context.identity().isMine(record);
    }
}
