package io.leaderelection.group;

import io.leaderelection.GatedCall;
import io.leaderelection.elector.LeaseLeaderElection;
import io.leaderelection.elector.Ports;
import io.leaderelection.gate.Term;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The term in which a member has its seat. A call within it keeps the seat from being released until the work of all shards has
 * ended and the others know that. Belongs to the elector's thread.
 */
final class SeatTerm {

    private final GroupSettings settings;
    private final Ports ports;
    private final Runnable changed;

    private @Nullable Term term;

    /** Keeps the seat from being released. */
    private @Nullable GatedCall hold;

    /** Whether the record has named this member and known what it owns, in this term. */
    private boolean listed;

    private long beganAt;

    /** When all work of an ending term was found to have ended; {@code null} before. */
    private @Nullable Long drainedAt;

    /**
     * @param changed told when the term ends, and when there is something to look at again
     */
    SeatTerm(GroupSettings settings, Ports ports, Runnable changed) {
        this.settings = settings;
        this.ports = ports;
        this.changed = changed;
    }

    /** The term; {@code null} before one has begun, and when all about it has ended. */
    @Nullable
    Term term() {
        return term;
    }

    boolean isOpen() {
        Term current = term;
        return current != null && current.isOpen();
    }

    /** A term of the seat's election begins, if this member has the seat. */
    void enter(LeaseLeaderElection seat) {
        GatedCall entered = hold == null ? seat.tryEnter("shards of " + settings.name()) : null;
        if (entered != null) {
            hold = entered;
            term = seat.term();
            beganAt = ports.clock().nanoTime();
            listed = false;
            drainedAt = null;
            entered.onStop(changed);
            lookAgainAfter(settings.rebalanceDelay());
            lookAgainAfter(settings.timings().leaseDuration());
        }
    }

    /** Takes note of what is known of the group. */
    void seen(Assignment known, int seat) {
        Term current = term;
        listed |= current != null
                && known.member(seat, current.token()) != null
                && !known.unknown().contains(seat);
    }

    /** Whether shards may be taken from others for this member. */
    boolean isSettled() {
        return age() >= settings.rebalanceDelay().toNanos();
    }

    /** Whether nobody who had the seat before can think that he has it still. */
    boolean isEstablished() {
        return listed || age() >= settings.timings().leaseDuration().toNanos();
    }

    private long age() {
        return ports.clock().nanoTime() - beganAt;
    }

    /**
     * Lets the seat be released: no shard has work any more.
     *
     * @param told whether the others know it; if they do not hear of it within two retry periods, they need not
     */
    void leave(boolean told) {
        GatedCall held = hold;
        if (held == null || isOpen()) {
            return;
        }
        long now = ports.clock().nanoTime();
        Duration patience = settings.timings().retryPeriod().multipliedBy(2);
        if (drainedAt == null) {
            drainedAt = now;
            lookAgainAfter(patience);
        }
        if (told || now - drainedAt >= patience.toNanos()) {
            hold = null;
            term = null;
            held.close();
        }
    }

    private void lookAgainAfter(Duration delay) {
        ports.scheduler().schedule(delay, changed);
    }
}
