package io.leaderelection.elector;

import static io.leaderelection.elector.EventKind.CONFLICT;
import static io.leaderelection.elector.EventKind.DEADLINE;
import static io.leaderelection.elector.EventKind.DELETED;
import static io.leaderelection.elector.EventKind.DRAIN;
import static io.leaderelection.elector.EventKind.FAILURE;
import static io.leaderelection.elector.EventKind.FOUND;
import static io.leaderelection.elector.EventKind.HOLDER_DIED;
import static io.leaderelection.elector.EventKind.MISSING;
import static io.leaderelection.elector.EventKind.NEWS;
import static io.leaderelection.elector.EventKind.NEXT;
import static io.leaderelection.elector.EventKind.OVERTAKEN;
import static io.leaderelection.elector.EventKind.REHEARSAL;
import static io.leaderelection.elector.EventKind.REHEARSED;
import static io.leaderelection.elector.EventKind.RESIGN;
import static io.leaderelection.elector.EventKind.SILENCE;
import static io.leaderelection.elector.EventKind.START;
import static io.leaderelection.elector.EventKind.STOP;
import static io.leaderelection.elector.EventKind.WATCH_DOWN;
import static io.leaderelection.elector.EventKind.WATCH_LIVE;
import static io.leaderelection.elector.EventKind.WORK_ENDED;
import static io.leaderelection.elector.EventKind.WRITTEN;
import static io.leaderelection.elector.State.DRAINING;
import static io.leaderelection.elector.State.LEADING;
import static io.leaderelection.elector.State.LOST;
import static io.leaderelection.elector.State.RELEASING;
import static io.leaderelection.elector.State.STANDBY;
import static io.leaderelection.elector.State.STOPPED;
import static io.leaderelection.elector.State.TAKING;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The whole state machine: to which states each event can lead in each state, and what is done. What is not in the table
 * is ignored: a late answer, a timer of a state that was left, a request to stop what has stopped.
 *
 * <p>{@code docs/election.md} explains each row, and names the invariants that it keeps and the test that plays it.
 */
final class ElectionTable {

    /**
     * One row: in this state, on this event, do this.
     *
     * @param next states in which the elector can be afterwards, and through which it can go
     */
    record Row(State state, EventKind event, Set<State> next, BiConsumer<Elector, IncomingEvent> action) {}

    static final List<Row> ROWS = new ArrayList<>();

    private static final Map<State, Map<EventKind, Row>> TABLE = new EnumMap<>(State.class);

    // spotless:off (a table is read by its columns)
    static {
        // STOPPED
        row(STOPPED,   START,      to(STANDBY, LOST), (e, a) -> e.lifecycle.start());
        row(STOPPED,   WORK_ENDED, to(STOPPED), (e, a) -> e.lifecycle.letExpire());

        // STANDBY: without the lease
        row(STANDBY,   FOUND,      to(STANDBY, TAKING, LEADING, RELEASING), (e, a) -> e.standby.found(a.lease()));
        row(STANDBY,   MISSING,    to(STANDBY), (e, a) -> e.standby.missing());
        row(STANDBY,   WRITTEN,    to(STANDBY, TAKING), (e, a) -> e.standby.created(a.lease()));
        row(STANDBY,   OVERTAKEN,  to(STANDBY, TAKING), (e, a) -> e.standby.judge());
        row(STANDBY,   CONFLICT,   to(STANDBY), (e, a) -> e.standby.creationConflict());
        row(STANDBY,   FAILURE,    to(STANDBY), (e, a) -> e.standby.requestFailed(a.failure()));
        row(STANDBY,   NEWS,       to(STANDBY, TAKING, LEADING, RELEASING), (e, a) -> e.standby.news(a.lease()));
        row(STANDBY,   DELETED,    to(STANDBY), (e, a) -> e.standby.deleted(a.version()));
        row(STANDBY,   HOLDER_DIED, to(STANDBY, TAKING), (e, a) -> e.standby.died(a.process()));
        row(STANDBY,   NEXT,       to(STANDBY), (e, a) -> e.standby.poll());
        row(STANDBY,   REHEARSAL,  to(STANDBY), (e, a) -> e.context.rehearsals().rehearse());
        row(STANDBY,   REHEARSED,  to(STANDBY), (e, a) -> e.context.rehearsals().answered(a.rehearsed()));
        row(STANDBY,   STOP,       to(STOPPED, RELEASING), (e, a) -> e.standby.stop());
        row(STANDBY,   RESIGN,     to(STANDBY, RELEASING), (e, a) -> e.standby.resign(a.pause()));

        // TAKING: an acquiring write is on its way
        row(TAKING,    WRITTEN,    to(LEADING, STANDBY, TAKING, RELEASING), (e, a) -> e.standby.taken(a.write(), a.lease()));
        row(TAKING,    OVERTAKEN,  to(LEADING, STANDBY, TAKING), (e, a) -> e.standby.takenBeforeNews(a.write()));
        row(TAKING,    CONFLICT,   to(STANDBY), (e, a) -> e.standby.conflict());
        row(TAKING,    FAILURE,    to(STANDBY), (e, a) -> e.standby.requestFailed(a.failure()));
        row(TAKING,    NEWS,       to(TAKING), (e, a) -> e.standby.news(a.lease()));
        row(TAKING,    DELETED,    to(TAKING), (e, a) -> e.standby.deleted(a.version()));
        row(TAKING,    HOLDER_DIED, to(TAKING), (e, a) -> e.standby.died(a.process()));
        row(TAKING,    STOP,       to(STOPPED, RELEASING), (e, a) -> e.standby.stop());
        row(TAKING,    RESIGN,     to(TAKING, RELEASING), (e, a) -> e.standby.resign(a.pause()));

        // LEADING: gate open
        row(LEADING,   NEXT,       to(LEADING, LOST), (e, a) -> e.leading.renewOrRead());
        row(LEADING,   WRITTEN,    to(LEADING, LOST), (e, a) -> e.leading.renewed(a.write(), a.lease()));
        row(LEADING,   CONFLICT,   to(LEADING), (e, a) -> e.leading.conflict());
        row(LEADING,   FAILURE,    to(LEADING), (e, a) -> e.leading.requestFailed(a.failure()));
        row(LEADING,   FOUND,      to(LEADING, LOST), (e, a) -> e.leading.found(a.lease()));
        row(LEADING,   MISSING,    to(LOST), (e, a) -> e.leading.missing());
        row(LEADING,   NEWS,       to(LEADING, LOST), (e, a) -> e.leading.news(a.lease()));
        row(LEADING,   DELETED,    to(LEADING, LOST), (e, a) -> e.leading.deleted(a.version()));
        row(LEADING,   DEADLINE,   to(LEADING, LOST), (e, a) -> e.leading.deadline());
        row(LEADING,   RESIGN,     to(DRAINING), (e, a) -> e.leading.resign(a.pause()));
        row(LEADING,   STOP,       to(DRAINING), (e, a) -> e.leading.stop());

        // DRAINING: gate shut by our own decision
        row(DRAINING,  NEXT,       to(DRAINING, LOST), (e, a) -> e.leading.renewOrRead());
        row(DRAINING,  WRITTEN,    to(DRAINING), (e, a) -> e.leading.renewed(a.write(), a.lease()));
        row(DRAINING,  CONFLICT,   to(DRAINING), (e, a) -> e.leading.conflict());
        row(DRAINING,  FAILURE,    to(DRAINING), (e, a) -> e.leading.requestFailed(a.failure()));
        row(DRAINING,  FOUND,      to(DRAINING, LOST), (e, a) -> e.leading.found(a.lease()));
        row(DRAINING,  MISSING,    to(LOST), (e, a) -> e.leading.missing());
        row(DRAINING,  NEWS,       to(DRAINING, LOST), (e, a) -> e.leading.news(a.lease()));
        row(DRAINING,  DELETED,    to(DRAINING, LOST), (e, a) -> e.leading.deleted(a.version()));
        row(DRAINING,  DEADLINE,   to(DRAINING, LOST), (e, a) -> e.leading.deadline());
        row(DRAINING,  WORK_ENDED, to(RELEASING, STOPPED), (e, a) -> e.leading.workEnded());
        row(DRAINING,  DRAIN,      to(LOST, STOPPED), (e, a) -> e.leading.overdue());
        row(DRAINING,  STOP,       to(DRAINING), (e, a) -> e.lifecycle.stopAtTheEnd());

        // RELEASING: work has ended, the lease is being given back
        row(RELEASING, WRITTEN,    to(RELEASING, STANDBY, STOPPED), (e, a) -> e.releasing.written(a.write(), a.lease()));
        row(RELEASING, CONFLICT,   to(RELEASING), (e, a) -> e.releasing.conflict());
        row(RELEASING, FAILURE,    to(RELEASING), (e, a) -> e.releasing.requestFailed(a.failure()));
        row(RELEASING, FOUND,      to(RELEASING, STANDBY, STOPPED), (e, a) -> e.releasing.found(a.lease()));
        row(RELEASING, MISSING,    to(STANDBY, STOPPED), (e, a) -> e.releasing.over());
        row(RELEASING, NEXT,       to(RELEASING), (e, a) -> e.releasing.poll());
        row(RELEASING, DEADLINE,   to(STANDBY, STOPPED), (e, a) -> e.releasing.over());
        row(RELEASING, STOP,       to(RELEASING), (e, a) -> e.lifecycle.stopAtTheEnd());

        // LOST: gate shut, work may still run
        row(LOST,      NEWS,       to(LOST), (e, a) -> e.standby.news(a.lease()));
        row(LOST,      DELETED,    to(LOST), (e, a) -> e.standby.deleted(a.version()));
        row(LOST,      HOLDER_DIED, to(LOST), (e, a) -> e.standby.died(a.process()));
        row(LOST,      WORK_ENDED, to(STANDBY, STOPPED), (e, a) -> e.leading.lostWorkEnded());
        row(LOST,      DRAIN,      to(LOST, STOPPED), (e, a) -> e.leading.overdue());
        row(LOST,      STOP,       to(LOST, STOPPED), (e, a) -> e.leading.stopAfterWork());

        // The watch, the same in every state in which it is open
        for (State state : EnumSet.complementOf(EnumSet.of(STOPPED))) {
            row(state, WATCH_LIVE, to(state), (e, a) -> e.context.observer().watchIsLive());
            row(state, WATCH_DOWN, state == STANDBY ? to(STANDBY, TAKING) : to(state), (e, a) -> e.standby.watchIsDown());
            row(state, SILENCE,    to(state), (e, a) -> e.context.observer().watchIsSilent());
        }
    }
    // spotless:on

    private ElectionTable() {}

    /** What to do in this state on this event; {@code null} for nothing. */
    static @Nullable Row row(State state, EventKind event) {
        return TABLE.getOrDefault(state, Map.of()).get(event);
    }

    private static Set<State> to(State first, State... others) {
        return EnumSet.of(first, others);
    }

    private static void row(State state, EventKind event, Set<State> next, BiConsumer<Elector, IncomingEvent> action) {
        Row row = new Row(state, event, next, action);
        Row twin = TABLE.computeIfAbsent(state, s -> new EnumMap<>(EventKind.class))
                .put(event, row);
        if (twin != null) {
            throw new IllegalStateException("Two rows for " + state + " and " + event);
        }
        ROWS.add(row);
    }
}
