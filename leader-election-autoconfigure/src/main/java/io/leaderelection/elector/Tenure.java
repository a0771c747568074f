package io.leaderelection.elector;

import io.leaderelection.LossReason;
import io.leaderelection.gate.Term;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Trouble;
import io.leaderelection.lock.Version;
import java.util.Objects;
import java.util.Optional;

/**
 * What an elector does with the lease: lead and renew, end the term in order, or lose it. The states LEADING, DRAINING
 * and LOST; {@link Release} gives the lease back.
 */
final class Tenure {

    private final Elector elector;

    private final Holding holding;
    private final Release release;

    Tenure(Elector elector, Holding holding, Release release) {
        this.elector = elector;
        this.holding = holding;
        this.release = release;
    }

    // Leading.

    /**
     * Begins a term by an acquiring write that was applied.
     *
     * @return whether it came in time; the gate has not opened otherwise. Neither does it where the end of the term would
     *     lack something: then the lease is given back
     */
    boolean begin(Attempt attempt, StoredLease lease) {
        Term term = elector.newTerm(attempt);
        if (!term.holds()) {
            return false;
        }
        if (!elector.isEquipped()) {
            elector.callOff();
            release.giveBackTaken(attempt);
            return true;
        }
        // A read under way may have been answered before the write that begins this term was applied.
        elector.callOff();
        elector.term = term;
        elector.become(State.LEADING);
        elector.pausedUntil = null;
        elector.highestToken = Math.max(elector.highestToken, attempt.token());
        elector.emit(new Effect.Grant(term));
        elector.tellLeader(lease.record());
        holding.isNow(lease);
        confirm(attempt, lease);
        elector.listen();
        return true;
    }

    /**
     * Time for the next renewal, or for a read where the outcome of the last one is unknown (I8). A read that is under
     * way, because of news that only a read can judge, is awaited first: a renewal would call it off.
     */
    void renewOrRead() {
        if (isOver()) {
            lose(LossReason.DEADLINE);
        } else if (elector.isAsking()) {
            return;
        } else if (elector.failures > 0) {
            elector.read();
        } else {
            renew();
        }
    }

    /** A renewal is confirmed. */
    void renewed(Attempt attempt, StoredLease lease) {
        if (elector.state() == State.LEADING && !currentTerm().extend(attempt.sent())) {
            lose(LossReason.DEADLINE);
        } else {
            confirm(attempt, lease);
        }
    }

    /** Somebody wrote since: a label, or a whole takeover. Look at once, but do not race an editor in a loop. */
    void renewalLost() {
        holding.retryAfter(elector.pauseAfterConflict());
    }

    /** No answer, or a bad one: extend nothing and look again soon. One bad answer never ends a term. */
    void troubled(Trouble trouble) {
        holding.retryAfter(elector.pauseAfterFailure(trouble.retryAfter()));
    }

    /** A read tells how the lease is. It extends nothing by itself (I8). */
    void found(StoredLease lease) {
        if (!holding.isMyTerm(lease)) {
            foreign(lease);
            return;
        }
        holding.isNow(lease);
        Optional<Attempt> applied = Rules.adoptable(lease.record(), elector.unresolved);
        if (applied.isPresent()) {
            renewed(applied.get(), lease);
        }
        if (!isHolding() || applied.isPresent() && !holding.isRenewalDue()) {
            return;
        } else if (isOver()) {
            lose(LossReason.DEADLINE);
        } else {
            renew();
        }
    }

    /** The watch tells how the lease is. */
    void news(StoredLease lease) {
        elector.listen();
        Version confirmedVersion = holding.lease().version();
        if (Rules.isOld(lease.version(), confirmedVersion)) {
            return;
        }
        if (holding.isMyTerm(lease)) {
            // Only metadata was changed by somebody: go on from that version, without a lost race at the next renewal.
            holding.isAtLeast(lease);
        } else if (lease.version().isComparableTo(confirmedVersion)) {
            foreign(lease);
        } else if (!elector.isAsking()) {
            elector.read();
        }
    }

    /** The deadline has come: the term is over, unless a renewal has moved it. */
    void deadline() {
        if (isOver()) {
            lose(LossReason.DEADLINE);
        } else {
            elector.armAt(Alarm.DEADLINE, holding.until());
        }
    }

    /** There is no lease any more. */
    void missing() {
        elector.observation = elector.observation.missing(elector.now.nanos());
        lose(LossReason.LEASE_DELETED);
        elector.tellLeader(LeaseRecord.VACANT);
    }

    /** The watch tells that a lease was deleted. If it was mine, it is gone for good: a uid never comes back. */
    void deleted(Version version) {
        if (holding.lease().version().uid().equals(version.uid())) {
            missing();
        }
    }

    // Ending a term in order.

    /** Ends the term by our own decision: the gate shuts, work ends, renewals go on, and then the lease is released. */
    void drain(LossReason reason) {
        elector.become(State.DRAINING);
        elector.revoke(currentTerm(), reason);
    }

    /** All work of the term has ended: give the lease back. */
    void workEnded() {
        elector.clear(Alarm.DRAIN);
        if (elector.stopping && !elector.settings.releaseOnStop()) {
            elector.stopped();
        } else {
            release.begin();
        }
    }

    /** The work has not ended in time: no release (I9). The lease expires, and nobody overlaps with the work till then. */
    void overdue() {
        elector.emit(new Effect.Overdue(currentTerm()));
        if (elector.stopping) {
            elector.stopped();
        } else if (elector.state() == State.DRAINING) {
            leaveToExpire();
        }
    }

    // Losing.

    /** The term is over, and not by our decision: shut the gate, tell everybody, and wait for the work to end (I11). */
    void lose(LossReason reason) {
        boolean revoked = elector.state() != State.LEADING;
        elector.callOff();
        elector.clear(Alarm.NEXT);
        elector.clear(Alarm.DEADLINE);
        elector.forgetFailures();
        elector.become(State.LOST);
        if (!revoked) {
            elector.revoke(currentTerm(), reason);
        }
    }

    /** The work of the lost term has ended: this process may campaign again. */
    void lostWorkEnded() {
        elector.clear(Alarm.DRAIN);
        elector.leave();
    }

    private void leaveToExpire() {
        elector.callOff();
        elector.clear(Alarm.NEXT);
        elector.clear(Alarm.DEADLINE);
        elector.become(State.LOST);
    }

    private void foreign(StoredLease lease) {
        elector.observation = elector.observation.seen(lease, elector.now.nanos());
        lose(holding.isHeldByAnother(lease.record()) ? LossReason.FOREIGN_HOLDER : LossReason.LEASE_CHANGED);
        elector.tellLeader(lease.record());
    }

    // Shared.

    private void confirm(Attempt attempt, StoredLease lease) {
        holding.isAtLeast(lease);
        holding.rests(attempt);
        elector.forgetFailures();
        elector.settle(attempt);
        elector.observation = elector.observation.seen(lease, elector.now.nanos());
        elector.armAt(Alarm.DEADLINE, holding.until());
        elector.armAt(
                Alarm.NEXT,
                attempt.sent().nanos()
                        + elector.settings.timings().renewInterval().toNanos());
    }

    private void renew() {
        LeaseRecord record = holding.confirmed().record();
        elector.clear(Alarm.NEXT);
        elector.write(
                holding.lease(),
                () -> elector.attempt(
                        Objects.requireNonNull(record.acquireTime()),
                        Objects.requireNonNull(record.leaseTransitions()),
                        holding.confirmed().token()),
                holding.attemptTimeout());
    }

    private boolean isHolding() {
        return elector.state() == State.LEADING || elector.state() == State.DRAINING;
    }

    private boolean isOver() {
        return elector.state() == State.LEADING ? !currentTerm().holds() : elector.now.nanos() - holding.until() >= 0;
    }

    private Term currentTerm() {
        return Objects.requireNonNull(elector.term, "a term");
    }
}
