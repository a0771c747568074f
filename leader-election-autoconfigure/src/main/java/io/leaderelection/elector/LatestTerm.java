package io.leaderelection.elector;

import io.leaderelection.LossReason;
import io.leaderelection.gate.ElectorClock;
import io.leaderelection.gate.Term;
import io.leaderelection.lock.LeaseRecord;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The term that an elector holds, or held last. */
final class LatestTerm {

    private final ElectionSettings settings;
    private final ElectorClock clock;
    private final ElectorTime time;
    private final Consumer<ElectorCommand> output;

    private @Nullable Term term;
    private @Nullable HeldLease held;

    /** Whether the term's work or listeners, or those of a term before, have not come to their end. */
    private boolean workRunning;

    /** Token of the latest term. A write that came to nothing does not count: the store knows nothing of it. */
    private long highestToken;

    LatestTerm(ElectionSettings settings, ElectorClock clock, ElectorTime time, Consumer<ElectorCommand> output) {
        this.settings = settings;
        this.clock = clock;
        this.time = time;
        this.output = output;
    }

    /** The term that this acquiring write would begin. */
    Term begunBy(LeaseWrite write) {
        Duration deadline = settings.timings().renewDeadline();
        int transitions = Objects.requireNonNullElse(write.record().leaseTransitions(), 0);
        return new Term(clock, write.sent(), deadline, transitions, write.token());
    }

    void begin(Term begun) {
        term = begun;
        highestToken = Math.max(highestToken, begun.token());
    }

    /** Shuts the gate, and has everybody told that the term has ended. */
    void end(LossReason reason) {
        end(term(), reason);
    }

    /** As {@link #end(LossReason)}, for a term of which an elector that has failed may not know. */
    void end(Term ended, LossReason reason) {
        term = ended;
        ended.shut();
        workRunning = true;
        output.accept(new ElectorCommand.Revoke(ended, reason));
        time.arm(TimerKind.DRAIN, settings.drainTimeout());
    }

    Term term() {
        return Objects.requireNonNull(term, "a term");
    }

    boolean isOpen() {
        return term != null && term.isOpen();
    }

    /** Whether a write was sent for a term after this one. A renewal of an ended term begins no new one (I11). */
    boolean isBefore(LeaseWrite write) {
        return term == null || write.token() > term.token();
    }

    long highestToken() {
        return highestToken;
    }

    // The lease.

    HeldLease held() {
        return Objects.requireNonNull(held, "a held lease");
    }

    void hold(HeldLease lease) {
        held = lease;
    }

    /** Whether the last confirmed write put this very record. */
    boolean wrote(LeaseRecord record) {
        return held != null && held.confirmed().record().equals(record);
    }

    // The work.

    boolean isWorkRunning() {
        return workRunning;
    }

    void workEnded() {
        workRunning = false;
    }
}
