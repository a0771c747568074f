package io.leaderelection.elector;

import io.leaderelection.LossReason;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Seal;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Trouble;
import io.leaderelection.lock.Version;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an elector does with the lease: lead and renew, end the term in order and give the lease back, or lose it. The
 * states LEADING, DRAINING, RELEASING and LOST.
 */
final class Tenure {

    private final Elector elector;

    /** The lease as of my last confirmed write, or a later state in which only metadata differs. */
    private @Nullable StoredLease held;

    /** The last confirmed write; the lease is mine until its send time + renew deadline. */
    private @Nullable Attempt confirmed;

    Tenure(Elector elector) {
        this.elector = elector;
    }

    // Leading.

    /**
     * Begins a term by an acquiring write that was applied.
     *
     * @return whether it came in time; the gate has not opened otherwise
     */
    boolean begin(Attempt attempt, StoredLease lease) {
        Moment from = elector.rules.validFrom(attempt.sent(), elector.now);
        Term term = elector.newTerm(from, attempt);
        if (!term.holds()) {
            return false;
        }
        // A read under way may have been answered before the write that begins this term was applied.
        elector.callOff();
        elector.term = term;
        elector.state = State.LEADING;
        elector.pausedUntil = null;
        elector.highestToken = Math.max(elector.highestToken, attempt.token());
        elector.emit(new Effect.Grant(term));
        elector.tellLeader(lease.record());
        confirm(attempt, from, lease);
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
        Moment from = elector.rules.validFrom(attempt.sent(), elector.now);
        if (elector.state == State.LEADING && !currentTerm().extend(from)) {
            lose(LossReason.DEADLINE);
        } else {
            confirm(attempt, from, lease);
        }
    }

    /** Somebody wrote since: a label, or a whole takeover. Look at once, but do not race an editor in a loop. */
    void renewalLost() {
        elector.failures++;
        retry(elector.failures == 1 ? Duration.ZERO : elector.pauseAfterFailure(null));
    }

    /** No answer, or a bad one: extend nothing and look again soon. One bad answer never ends a term. */
    void troubled(Trouble trouble) {
        elector.failures++;
        retry(elector.pauseAfterFailure(trouble.retryAfter()));
    }

    /** A read tells how the lease is. It extends nothing by itself (I8). */
    void found(StoredLease lease) {
        if (!isMyTerm(lease)) {
            foreign(lease);
            return;
        }
        held = lease;
        elector.failures = 0;
        Optional<Attempt> applied = elector.rules.adoptable(lease.record(), elector.unresolved, elector.now);
        if (applied.isPresent()) {
            renewed(applied.get(), lease);
        }
        if (isHolding() && (applied.isEmpty() || isRenewalDue())) {
            renewOrRead();
        }
    }

    /** The watch tells how the lease is. */
    void news(StoredLease lease) {
        elector.listen();
        Version confirmedVersion = heldLease().version();
        if (elector.rules.isOld(lease.version(), confirmedVersion)) {
            return;
        }
        if (isMyTerm(lease)) {
            takeOverVersion(lease);
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
            elector.armAt(Alarm.DEADLINE, heldUntil());
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
        if (heldLease().version().uid().equals(version.uid())) {
            missing();
        }
    }

    // Ending a term in order.

    /** Ends the term by our own decision: the gate shuts, work ends, renewals go on, and then the lease is released. */
    void drain(LossReason reason) {
        elector.state = State.DRAINING;
        elector.revoke(currentTerm(), reason);
        if (elector.rules.mayRelease(elector.workRunning)) {
            release();
        }
    }

    /** All work of the term has ended: give the lease back. */
    void workEnded() {
        elector.workRunning = false;
        elector.clear(Alarm.DRAIN);
        if (elector.stopping && !elector.settings.releaseOnStop()) {
            elector.stopped();
        } else {
            release();
        }
    }

    /** The work has not ended in time: no release (I9). The lease expires, and nobody overlaps with the work till then. */
    void overdue() {
        elector.emit(new Effect.Overdue(currentTerm()));
        if (elector.stopping) {
            elector.stopped();
        } else if (elector.state == State.DRAINING) {
            leaveToExpire();
        }
    }

    private void release() {
        elector.state = State.RELEASING;
        elector.clear(Alarm.NEXT);
        if (!elector.isWriting()) {
            sendRelease();
        }
    }

    /** A write is confirmed: the release itself, or one that was still under way when the release was due. */
    void releaseAnswered(Attempt attempt, StoredLease lease) {
        held = lease;
        elector.settle(attempt);
        if (isReleased(lease.record())) {
            released(lease);
        } else {
            sendRelease();
        }
    }

    /** The release met another version: see whether it is still my own term. */
    void releaseLost() {
        elector.read();
    }

    void releaseTroubled(Trouble trouble) {
        elector.failures++;
        retry(elector.pauseAfterFailure(trouble.retryAfter()));
    }

    /** Releases what is certainly my own term, and nothing else (I9). */
    void releaseFound(StoredLease lease) {
        if (!isReleased(lease.record()) && elector.rules.releases(isMyTerm(lease))) {
            held = lease;
            sendRelease();
        } else {
            released(lease);
        }
    }

    /** Nothing is left to release, or no time to do it. */
    void releaseOver() {
        leave();
    }

    // Stopping while an acquiring write is under way or unresolved.

    /** Waits for the outcome of an acquiring write, so that a lease taken by it is not left to expire. */
    void giveBackTaken(Attempt taking) {
        confirmed = taking;
        held = elector.observation.lease();
        elector.state = State.RELEASING;
        elector.clear(Alarm.NEXT);
        elector.armAt(Alarm.DEADLINE, taking.sent().nanos() + elector.renewDeadline());
        if (!elector.isWriting()) {
            elector.read();
        }
    }

    // Losing.

    /** The term is over, and not by our decision: shut the gate, tell everybody, and wait for the work to end (I11). */
    void lose(LossReason reason) {
        boolean revoked = elector.state != State.LEADING;
        elector.callOff();
        elector.clear(Alarm.NEXT);
        elector.clear(Alarm.DEADLINE);
        elector.failures = 0;
        elector.state = State.LOST;
        if (!revoked) {
            elector.revoke(currentTerm(), reason);
        }
    }

    /** The work of the lost term has ended: this process may campaign again. */
    void lostWorkEnded() {
        elector.workRunning = false;
        elector.clear(Alarm.DRAIN);
        leave();
    }

    private void leaveToExpire() {
        elector.callOff();
        elector.clear(Alarm.NEXT);
        elector.clear(Alarm.DEADLINE);
        elector.state = State.LOST;
    }

    private void foreign(StoredLease lease) {
        if (!elector.rules.endsTerm(lease.record())) {
            troubled(new Trouble(Trouble.Kind.UNREADABLE, "The lease is held by another"));
            return;
        }
        elector.observation = elector.observation.seen(lease, elector.now.nanos(), elector.rules);
        lose(isHeldByAnother(lease.record()) ? LossReason.FOREIGN_HOLDER : LossReason.LEASE_CHANGED);
        elector.tellLeader(lease.record());
    }

    private void released(StoredLease lease) {
        elector.observation = elector.observation.seen(lease, elector.now.nanos(), elector.rules);
        elector.tellLeader(lease.record());
        leave();
    }

    /** Goes where this elector goes without a term: to standby, or to rest. */
    private void leave() {
        elector.callOff();
        elector.clear(Alarm.DEADLINE);
        elector.failures = 0;
        if (elector.stopping) {
            elector.stopped();
            return;
        }
        elector.state = State.STANDBY;
        if (!elector.pause.isZero()) {
            elector.pausedUntil = elector.now.nanos() + elector.pause.toNanos();
            elector.pause = Duration.ZERO;
        }
        elector.read();
    }

    // Shared.

    private void confirm(Attempt attempt, Moment from, StoredLease lease) {
        held = lease;
        confirmed = new Attempt(attempt.number(), from, attempt.token(), attempt.record());
        elector.failures = 0;
        elector.settle(attempt);
        elector.observation = elector.observation.seen(lease, elector.now.nanos(), elector.rules);
        elector.armAt(Alarm.DEADLINE, heldUntil());
        elector.armAt(
                Alarm.NEXT,
                attempt.sent().nanos()
                        + elector.settings.timings().renewInterval().toNanos());
    }

    private void renew() {
        LeaseRecord record = lastConfirmed().record();
        Attempt attempt = elector.attempt(
                Objects.requireNonNull(record.acquireTime()),
                Objects.requireNonNull(record.leaseTransitions()),
                lastConfirmed().token());
        elector.clear(Alarm.NEXT);
        elector.write(heldLease(), attempt, attemptTimeout());
    }

    private void sendRelease() {
        Attempt release =
                elector.release(lastConfirmed().record(), lastConfirmed().token());
        elector.write(heldLease(), release, attemptTimeout());
    }

    /** One attempt takes at most a quarter of the deadline, and never longer than the term (I12). */
    private Duration attemptTimeout() {
        Duration left = Duration.ofNanos(Math.max(1, heldUntil() - elector.now.nanos()));
        Duration most = elector.settings.timings().attemptTimeout();
        return left.compareTo(most) < 0 ? left : most;
    }

    /** A pause, but never so long that no time is left for another attempt. */
    private void retry(Duration pause) {
        long left = heldUntil() - elector.now.nanos();
        long latest = left
                - Math.min(left / 2, elector.settings.timings().attemptTimeout().toNanos());
        elector.arm(Alarm.NEXT, Duration.ofNanos(Math.min(pause.toNanos(), Math.max(0, latest))));
    }

    /** Only metadata was changed by somebody: go on from that version, without a lost race at the next renewal. */
    private void takeOverVersion(StoredLease lease) {
        boolean nothingUnderWay = !elector.isWriting() && elector.unresolved.isEmpty();
        if (nothingUnderWay && lease.version().isComparableTo(heldLease().version())) {
            held = lease;
        }
    }

    private boolean isHeldByAnother(LeaseRecord record) {
        boolean sealedByAnother = elector.rules
                .sealOf(record)
                .filter(seal -> !seal.incarnation().equals(elector.incarnation))
                .isPresent();
        return record.isHeld()
                && (sealedByAnother || !elector.settings.identity().equals(record.holderIdentity()));
    }

    /** I6: the same object, with all that I wrote. A lease re-created with my record in it is not the one I hold. */
    private boolean isMyTerm(StoredLease lease) {
        LeaseRecord record = lease.record();
        LeaseRecord mine = lastConfirmed().record();
        return held != null
                && held.version().uid().equals(lease.version().uid())
                && elector.rules.isMine(record, elector.settings.identity(), elector.incarnation)
                && Objects.equals(mine.leaseDurationSeconds(), record.leaseDurationSeconds())
                && Objects.equals(mine.acquireTime(), record.acquireTime())
                && Objects.equals(mine.leaseTransitions(), record.leaseTransitions());
    }

    /** Whether the record is exactly as this elector last wrote it, or may have written it. */
    boolean wrote(LeaseRecord record) {
        return confirmed != null && confirmed.record().equals(record)
                || elector.unresolved.stream().map(Attempt::record).anyMatch(record::equals);
    }

    private boolean isReleased(LeaseRecord record) {
        return elector.rules
                .sealOf(record)
                .filter(Seal::released)
                .map(Seal::incarnation)
                .filter(elector.incarnation::equals)
                .isPresent();
    }

    private boolean isHolding() {
        return elector.state == State.LEADING || elector.state == State.DRAINING;
    }

    private boolean isRenewalDue() {
        long due = lastConfirmed().sent().nanos()
                + elector.settings.timings().renewInterval().toNanos();
        return elector.now.nanos() - due >= 0;
    }

    private boolean isOver() {
        return elector.state == State.LEADING ? !currentTerm().holds() : elector.now.nanos() - heldUntil() >= 0;
    }

    private long heldUntil() {
        return lastConfirmed().sent().nanos() + elector.renewDeadline();
    }

    private Term currentTerm() {
        return Objects.requireNonNull(elector.term, "a term");
    }

    private Attempt lastConfirmed() {
        return Objects.requireNonNull(confirmed, "a confirmed write");
    }

    private StoredLease heldLease() {
        return Objects.requireNonNull(held, "a held lease");
    }
}
