package io.leaderelection.elector;

import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.status.Timings;
import java.time.Duration;

/** How an elector gives the lease back: the state RELEASING. Its work has ended, and nobody else's lease is touched. */
final class Releasing {

    private final Timings timings;
    private final ElectorIdentity identity;
    private final ElectorState state;
    private final ElectorTime time;
    private final Backoff backoff;
    private final LeaseObserver observer;
    private final StoreRequests requests;
    private final LatestTerm term;
    private final LeaseRecordFactory records;
    private final ElectorLifecycle lifecycle;

    Releasing(ElectorContext context, LeaseRecordFactory records, ElectorLifecycle lifecycle) {
        this.timings = context.settings().timings();
        this.identity = context.identity();
        this.state = context.state();
        this.time = context.time();
        this.backoff = context.backoff();
        this.observer = context.observer();
        this.requests = context.requests();
        this.term = context.term();
        this.records = records;
        this.lifecycle = lifecycle;
    }

    /** Releases the lease; after the answer to a renewal, if one is under way. */
    void begin() {
        state.become(State.RELEASING);
        time.clear(TimerKind.NEXT);
        if (!requests.isWriting()) {
            release();
        }
    }

    /** Waits for the outcome of an acquiring write, so that a lease taken by it is not left to expire. */
    void giveBackTaken(LeaseWrite taking) {
        HeldLease held = new HeldLease(observer.seen().lease(), taking, timings);
        term.hold(held);
        state.become(State.RELEASING);
        time.clear(TimerKind.NEXT);
        time.armAt(TimerKind.DEADLINE, held.expiresAt());
        if (!requests.isWriting()) {
            requests.read();
        }
    }

    /** A write is confirmed: the release itself, or one that was still under way when the release was due. */
    void written(LeaseWrite write, StoredLease lease) {
        term.hold(term.held().updateVersionTo(lease));
        requests.settle(write);
        if (identity.isMyRelease(lease.record())) {
            released(lease);
        } else {
            release();
        }
    }

    /**
     * The release, or the write that took the lease, met another version: see whether it is still my own term. Somebody may
     * hold the lease, which the next start must know (I13).
     */
    void conflict() {
        observer.takenUnseen();
        if (backoff.isFirstFailure()) {
            requests.read();
        } else {
            retryAfter(backoff.afterFailure(null));
        }
    }

    /** The outcome is unknown: look again soon. */
    void requestFailed(StoreFailure failure) {
        retryAfter(backoff.afterFailure(failure.retryAfter()));
    }

    /** The pause is over: what does the lease say now? */
    void poll() {
        requests.read();
    }

    /** Releases what is certainly my own term, and nothing else (I9). */
    void found(StoredLease lease) {
        boolean myTerm = identity.isMine(lease.record()) && term.held().isStill(lease);
        if (myTerm) {
            term.hold(term.held().updateVersion(lease));
            release();
        } else {
            released(lease);
        }
    }

    /** Nothing is left to release, or no time to do it. */
    void over() {
        lifecycle.leave();
    }

    private void release() {
        HeldLease held = term.held();
        LeaseWrite confirmed = held.confirmed();
        requests.write(
                held.lease(),
                () -> records.release(confirmed.record(), confirmed.token()),
                held.requestTimeout(time.nanos()));
    }

    private void retryAfter(Duration pause) {
        time.arm(TimerKind.NEXT, term.held().pauseBeforeRetry(pause, time.nanos()));
    }

    private void released(StoredLease lease) {
        observer.saw(lease);
        observer.notifyLeader(lease.record());
        lifecycle.leave();
    }
}
