package io.leaderelection.elector;

import io.leaderelection.LossReason;
import io.leaderelection.gate.Term;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What an elector does with the lease: lead and renew, end the term in order, or lose it. The states LEADING, DRAINING
 * and LOST; {@link Releasing} gives the lease back.
 */
final class Leading {

    private final ElectionSettings settings;
    private final ElectorIdentity identity;
    private final ElectorState state;
    private final ElectorTime time;
    private final Backoff backoff;
    private final LeaseObserver observer;
    private final StoreRequests requests;
    private final LatestTerm term;
    private final Consumer<ElectorCommand> output;
    private final LeaseRecordFactory records;
    private final ElectorLifecycle lifecycle;
    private final Releasing releasing;
    private final BooleanSupplier threadsReady;

    /**
     * @param threadsReady whether what the end of a term needs is there; tries to get it
     */
    Leading(
            ElectorContext context,
            LeaseRecordFactory records,
            ElectorLifecycle lifecycle,
            Releasing releasing,
            BooleanSupplier threadsReady) {
        this.settings = context.settings();
        this.identity = context.identity();
        this.state = context.state();
        this.time = context.time();
        this.backoff = context.backoff();
        this.observer = context.observer();
        this.requests = context.requests();
        this.term = context.term();
        this.output = context.output();
        this.records = records;
        this.lifecycle = lifecycle;
        this.releasing = releasing;
        this.threadsReady = threadsReady;
    }

    // Leading.

    /**
     * Begins a term by an acquiring write that was applied.
     *
     * @return whether it came in time; the gate has not opened otherwise. Neither does it where the end of the term would
     *     lack something: then the lease is given back
     */
    boolean begin(LeaseWrite write, StoredLease lease) {
        Term begun = term.begunBy(write);
        if (!begun.holds()) {
            return false;
        }
        boolean complete = threadsReady.getAsBoolean();
        // A read under way may have been answered before the write that begins this term was applied.
        requests.cancel();
        if (!complete) {
            releasing.giveBackTaken(write);
            return true;
        }
        term.begin(begun);
        term.hold(new HeldLease(lease, write, settings.timings()));
        state.become(State.LEADING);
        lifecycle.endPause();
        output.accept(new ElectorCommand.Grant(begun));
        observer.notifyLeader(lease.record());
        confirm(write, lease);
        observer.expectNews();
        return true;
    }

    /**
     * Time for the next renewal, or for a read where the outcome of the last one is unknown (I8). A read that is under
     * way, because of news that only a read can judge, is awaited first: a renewal would cancel it.
     */
    void renewOrRead() {
        if (isOver()) {
            lose(LossReason.DEADLINE);
        } else if (requests.isUnderWay()) {
            return;
        } else if (backoff.isFailing()) {
            requests.read();
        } else {
            renew();
        }
    }

    private void renew() {
        HeldLease held = term.held();
        LeaseRecord record = held.confirmed().record();
        time.clear(TimerKind.NEXT);
        requests.write(
                held.lease(),
                () -> records.hold(
                        Objects.requireNonNull(record.acquireTime()),
                        Objects.requireNonNull(record.leaseTransitions()),
                        held.confirmed().token()),
                held.requestTimeout(time.nanos()));
    }

    /** A renewal is confirmed. */
    void renewed(LeaseWrite write, StoredLease lease) {
        if (state.is(State.LEADING) && !term.term().extend(write.sent())) {
            lose(LossReason.DEADLINE);
        } else {
            confirm(write, lease);
        }
    }

    /** A write counts from its send time on (I2): the lease is held until then + the renew deadline. */
    private void confirm(LeaseWrite write, StoredLease lease) {
        HeldLease held = term.held().updateVersionTo(lease).confirm(write);
        term.hold(held);
        backoff.reset();
        requests.settle(write);
        observer.saw(lease);
        time.armAt(TimerKind.DEADLINE, held.expiresAt());
        time.armAt(TimerKind.NEXT, held.renewAt());
    }

    /** Somebody wrote since: a label, or a whole takeover. Look at once, but do not race an editor in a loop. */
    void conflict() {
        retryAfter(backoff.afterConflict());
    }

    /** No answer, or a bad one: extend nothing and look again soon. One bad answer never ends a term. */
    void requestFailed(StoreFailure failure) {
        retryAfter(backoff.afterFailure(failure.retryAfter()));
    }

    private void retryAfter(Duration pause) {
        time.arm(TimerKind.NEXT, term.held().pauseBeforeRetry(pause, time.nanos()));
    }

    /** A read tells how the lease is. It extends nothing by itself (I8). */
    void found(StoredLease lease) {
        if (!isMyTerm(lease)) {
            lose(lease);
            return;
        }
        term.hold(term.held().updateVersion(lease));
        applied(lease).ifPresent(write -> renewed(write, lease));
        if (state.is(State.LOST)) {
            return;
        } else if (isOver()) {
            lose(LossReason.DEADLINE);
        } else if (time.nanos() - term.held().renewAt() >= 0) {
            renew();
        } else if (!time.isArmed(TimerKind.NEXT)) {
            time.armAt(TimerKind.NEXT, term.held().renewAt());
        }
    }

    /** The write of mine that the lease proves applied, if its outcome was not known. */
    private Optional<LeaseWrite> applied(StoredLease lease) {
        return Rules.adoptable(lease.record(), requests.unresolved());
    }

    /** The watch tells how the lease is. */
    void news(StoredLease lease) {
        observer.expectNews();
        Version known = term.held().lease().version();
        if (Rules.isOld(lease.version(), known)) {
            return;
        }
        if (isMyTerm(lease)) {
            // Go on from that version, without a lost race at the next renewal: somebody has changed metadata, or a
            // write of mine, perhaps given up for lost, was applied.
            term.hold(term.held().updateVersionTo(lease));
            applied(lease).filter(write -> !requests.isAwaited(write)).ifPresent(write -> renewed(write, lease));
        } else if (lease.version().isComparableTo(known)) {
            lose(lease);
        } else if (!requests.isUnderWay()) {
            requests.read();
        }
    }

    /** The deadline has come: the term is over, unless a renewal has moved it. */
    void deadline() {
        if (isOver()) {
            lose(LossReason.DEADLINE);
        } else {
            time.armAt(TimerKind.DEADLINE, term.held().expiresAt());
        }
    }

    /** There is no lease any more. */
    void missing() {
        observer.sawNoLease();
        lose(LossReason.LEASE_DELETED);
        observer.notifyLeader(LeaseRecord.VACANT);
    }

    /** The watch tells that a lease was deleted. If it was mine, it is gone for good: a uid never comes back. */
    void deleted(Version version) {
        if (term.held().lease().version().uid().equals(version.uid())) {
            missing();
        }
    }

    private boolean isMyTerm(StoredLease lease) {
        return identity.isMine(lease.record()) && term.held().isStill(lease);
    }

    private boolean isOver() {
        return state.is(State.LEADING)
                ? !term.term().holds()
                : time.nanos() - term.held().expiresAt() >= 0;
    }

    // Ending a term in order.

    void resign(Duration pause) {
        lifecycle.pauseAtTheEnd(pause);
        drain(LossReason.RESIGNED);
    }

    void stop() {
        lifecycle.stopAtTheEnd();
        drain(LossReason.STOPPED);
    }

    /** Ends the term by our own decision: the gate shuts, work ends, renewals go on, and then the lease is released. */
    private void drain(LossReason reason) {
        state.become(State.DRAINING);
        term.end(reason);
    }

    /** All work of the term has ended: give the lease back. */
    void workEnded() {
        time.clear(TimerKind.DRAIN);
        if (lifecycle.isStopping() && !settings.releaseOnStop()) {
            lifecycle.stop();
        } else {
            releasing.begin();
        }
    }

    /** The work has not ended in time: no release (I9). The lease expires, and nobody overlaps with the work till then. */
    void overdue() {
        output.accept(new ElectorCommand.Overdue(term.term()));
        if (lifecycle.isStopping()) {
            lifecycle.stop();
        } else if (state.is(State.DRAINING)) {
            leaveToExpire();
        }
    }

    private void leaveToExpire() {
        requests.cancel();
        time.clear(TimerKind.NEXT);
        time.clear(TimerKind.DEADLINE);
        state.become(State.LOST);
    }

    // Losing.

    /** The lease is not as I hold it any more (I5). */
    private void lose(StoredLease found) {
        observer.saw(found);
        lose(identity.isHeldByAnother(found.record()) ? LossReason.FOREIGN_HOLDER : LossReason.LEASE_CHANGED);
        observer.notifyLeader(found.record());
    }

    /** The term is over, and not by our decision: shut the gate, tell everybody, and wait for the work to end (I11). */
    private void lose(LossReason reason) {
        boolean leads = state.is(State.LEADING);
        leaveToExpire();
        backoff.reset();
        if (leads) {
            term.end(reason);
        }
    }

    /** The work of the lost term has ended: this process may campaign again. */
    void lostWorkEnded() {
        time.clear(TimerKind.DRAIN);
        lifecycle.leave();
    }

    /** Stops an elector whose lost term's work may be running: when that has ended, or has had its time. */
    void stopAfterWork() {
        lifecycle.stopAtTheEnd();
        if (!time.isArmed(TimerKind.DRAIN)) {
            lifecycle.stop();
        }
    }
}
