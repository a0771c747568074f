package io.leaderelection.elector.simulation;

import io.leaderelection.gate.ClockReading;
import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Request;
import io.leaderelection.lock.Seal;
import io.leaderelection.lock.Standbys;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.Version;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request of one process on its way to the server and back. What was sent cannot be called back. */
final class Call implements Request, Question {

    /** What is asked for. */
    enum Verb {
        READ,
        CREATE,
        REPLACE,
        REHEARSE,
        /** A rehearsal by which a standby makes itself known. */
        ANNOUNCE
    }

    private final SimProcess process;
    private final Verb verb;
    private final @Nullable Version expected;
    private final @Nullable LeaseRecord record;
    private final boolean sendsUid;
    private final Consumer<Answer> receiver;
    private final ClockReading sent;
    private final long sentAt;
    private final @Nullable Seal seal;
    private final int number;
    private boolean over;
    private boolean calledOff;
    private boolean disowned;
    private boolean answerLost;

    Call(
            SimProcess process,
            Verb verb,
            @Nullable Version expected,
            @Nullable LeaseRecord record,
            boolean sendsUid,
            Consumer<Answer> receiver) {
        this.process = process;
        this.verb = verb;
        this.expected = expected;
        this.record = record;
        this.sendsUid = sendsUid;
        this.receiver = receiver;
        this.sent = process.node().clock().now();
        this.sentAt = process.world().time().now();
        this.seal = record == null || isRehearsal()
                ? null
                : Seal.parse(record.seal()).orElse(null);
        this.number = process.node().nextCall();
    }

    SimProcess process() {
        return process;
    }

    Verb verb() {
        return verb;
    }

    Version expected() {
        return Objects.requireNonNull(expected);
    }

    LeaseRecord record() {
        return Objects.requireNonNull(record);
    }

    /** Whether it is to change the lease in this version; where it expects none, in whatever version there is. */
    boolean expects(Version version) {
        return expected == null || expected.equals(version);
    }

    boolean sendsUid() {
        return sendsUid;
    }

    @Override
    public boolean isWrite() {
        return verb != Verb.READ;
    }

    /** Whether it is no read and no write of a term. */
    boolean isRehearsal() {
        return verb == Verb.REHEARSE || verb == Verb.ANNOUNCE;
    }

    /** The sender's clocks at the sending. */
    ClockReading sent() {
        return sent;
    }

    /** True time of the sending. */
    long sentAt() {
        return sentAt;
    }

    /** The seal under the record that is written. */
    @Nullable
    Seal seal() {
        return seal;
    }

    /**
     * The annotation that is written beside the seal.
     *
     * @param before the one that is there; a stranger keeps it
     */
    @Nullable
    String annotation(@Nullable String before) {
        if (process.node().plan().stranger() || isRehearsal()) {
            return before;
        }
        return record().isHeld() ? process.pod().annotation(process.name()) : null;
    }

    /** Who waits for the lease once this is written, where these did before. */
    Standbys standbys(Standbys before) {
        if (verb == Verb.ANNOUNCE) {
            return before.with(process.self());
        }
        return seal != null && seal.holder() != null ? before.without(process.self()) : before;
    }

    /** Sends the request on its way. */
    void send() {
        if (verb == Verb.REPLACE && record().isHeld()) {
            process.pod().writes(process.name());
        }
        World world = process.world();
        world.tell(() -> process.node() + " sends " + verb);
        Link link = process.node().link();
        if (link.refused > 0) {
            world.time().after(link.delay(), () -> deliver(world.refusal()));
        } else if ((verb == Verb.REPLACE || isRehearsal()) && link.holdsWrites > 0) {
            answerLost = true;
            world.hold(link.hold(), () -> world.server().arrived(this));
        } else if (!link.losesRequest(isWrite())) {
            BooleanSupplier wanted = () -> isWrite() || isAwaited();
            world.time()
                    .deliver(
                            link.delay(),
                            message(
                                    Message.Kind.REQUEST,
                                    wanted,
                                    () -> world.server().arrived(this)));
        }
    }

    private Message message(Message.Kind kind, BooleanSupplier wanted, Runnable arrival) {
        return new Message(kind, process.node(), this, this::toString, wanted, arrival);
    }

    @Override
    public boolean isAwaited() {
        return !over && !calledOff && process.isAlive();
    }

    /** The server answers. */
    void answer(Answer answer) {
        Link link = process.node().link();
        if (!answerLost && !link.losesAnswer()) {
            process.world()
                    .time()
                    .deliver(
                            isWrite() ? link.writeAnswerDelay() : link.delay(),
                            message(Message.Kind.ANSWER, this::isAwaited, () -> deliver(answer)));
        }
    }

    /** The answer reaches the process, which may be frozen, or gone. */
    private void deliver(Answer answer) {
        process.run(() -> give(answer));
    }

    /** Hands the answer over, unless there was one already. */
    void give(Answer answer) {
        if (!over) {
            over = true;
            process.world()
                    .tell(() -> process.node() + " hears " + verb + ": "
                            + answer.getClass().getSimpleName());
            receiver.accept(answer);
            if (!calledOff && answer instanceof StoreFailure failure && failure.retryAfter() != null) {
                process.world().disturbances().pauseAskedFor(failure.retryAfter());
            }
            if (!calledOff && !disowned && !isRehearsal()) {
                process.learn(answer, () -> !calledOff);
                if (verb == Verb.REPLACE && answer instanceof Answer.Conflict) {
                    process.learnConflict(expected(), () -> !calledOff);
                }
            }
        }
    }

    /** Whether its sender waits for an answer, and for nothing else. */
    boolean isUnderWay() {
        return isAwaited() && !disowned;
    }

    /** Its sender takes it for not sent: an answer tells it nothing. */
    void disown() {
        disowned = true;
    }

    @Override
    public void cancel() {
        // Half of the answers that are on their way arrive all the same: the port allows it.
        calledOff = true;
        over = over || process.node().dice().chance(0.5);
    }

    @Override
    public String toString() {
        return verb.name().toLowerCase(Locale.ROOT) + " " + number;
    }
}
