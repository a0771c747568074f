package io.leaderelection.elector;

import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Trouble;

/** How an elector gives the lease back: the state RELEASING. Its work has ended, and nobody else's lease is touched. */
final class Release {

    private final Elector elector;
    private final Holding holding;

    Release(Elector elector, Holding holding) {
        this.elector = elector;
        this.holding = holding;
    }

    /** Releases the lease; after the answer to a renewal, if one is under way. */
    void begin() {
        elector.become(State.RELEASING);
        elector.clear(Alarm.NEXT);
        if (!elector.isWriting()) {
            send();
        }
    }

    /** Waits for the outcome of an acquiring write, so that a lease taken by it is not left to expire. */
    void giveBackTaken(Attempt taking) {
        holding.rests(taking);
        holding.isNow(elector.observation.lease());
        elector.become(State.RELEASING);
        elector.clear(Alarm.NEXT);
        elector.armAt(Alarm.DEADLINE, holding.until());
        if (!elector.isWriting()) {
            elector.read();
        }
    }

    /** A write is confirmed: the release itself, or one that was still under way when the release was due. */
    void answered(Attempt attempt, StoredLease lease) {
        holding.isAtLeast(lease);
        elector.settle(attempt);
        if (holding.isMyRelease(lease.record())) {
            released(lease);
        } else {
            send();
        }
    }

    /**
     * The release, or the write that took the lease, met another version: see whether it is still my own term. Somebody may
     * hold the lease, which the next start must know (I13).
     */
    void lost() {
        elector.observation = elector.observation.raceLost(elector.now.nanos());
        if (elector.failures == 1) {
            elector.read();
        } else {
            holding.retryAfter(elector.pauseAfterFailure(null));
        }
    }

    /** The outcome is unknown: look again soon. */
    void troubled(Trouble trouble) {
        holding.retryAfter(elector.pauseAfterFailure(trouble.retryAfter()));
    }

    /** Releases what is certainly my own term, and nothing else (I9). */
    void found(StoredLease lease) {
        boolean done = holding.isMyRelease(lease.record());
        if (!done && holding.isMyTerm(lease)) {
            holding.isNow(lease);
            send();
        } else {
            released(lease);
        }
    }

    /** Nothing is left to release, or no time to do it. */
    void over() {
        elector.leave();
    }

    private void send() {
        Attempt confirmed = holding.confirmed();
        elector.write(
                holding.lease(),
                () -> elector.release(confirmed.record(), confirmed.token()),
                holding.attemptTimeout());
    }

    private void released(StoredLease lease) {
        elector.observation = elector.observation.seen(lease, elector.now.nanos());
        elector.tellLeader(lease.record());
        elector.leave();
    }
}
