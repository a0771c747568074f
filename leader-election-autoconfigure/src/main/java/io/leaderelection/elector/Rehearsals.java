package io.leaderelection.elector;

import io.leaderelection.lock.Answer;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import java.time.Duration;

/**
 * When a standby rehearses its takeover: as soon as it waits for the lease, and then once a period, so that its first real
 * write goes a way that has been gone before, and is known to be allowed. By the first one the store may tell others that
 * this instance waits. What a rehearsal tells of the lease is not listened to.
 */
final class Rehearsals {

    /** So many times a period at most it is tried again what has not passed. */
    private static final int TRIES = 15;

    private final boolean possible;
    private final Duration period;
    private final Duration retry;
    private final Duration shortest;
    private final ElectorTime time;
    private final Backoff backoff;
    private final LeaseObserver observer;
    private final StoreRequests requests;

    /** How soon it is tried again where nobody was told: longer each time. */
    private Duration next;

    /** When the next one is due, by monotonic time. */
    private long dueAt;

    /**
     * @param possible whether there is anything to rehearse
     * @param shortest how soon it is tried again where nobody was told
     */
    Rehearsals(
            boolean possible,
            Duration period,
            Duration shortest,
            ElectorTime time,
            Backoff backoff,
            LeaseObserver observer,
            StoreRequests requests) {
        this.possible = possible;
        this.period = period;
        this.retry = period.dividedBy(TRIES);
        this.shortest = shortest;
        this.next = shortest;
        this.time = time;
        this.backoff = backoff;
        this.observer = observer;
        this.requests = requests;
    }

    /** The elector begins to wait for the lease: the next one is due. */
    void begin() {
        dueAt = time.nanos();
        next = shortest;
        time.clear(TimerKind.REHEARSAL);
    }

    /** There is nothing to do but wait: has the timer ring when the next one is due. */
    void plan() {
        if (possible && !time.isArmed(TimerKind.REHEARSAL)) {
            time.armAt(TimerKind.REHEARSAL, dueAt);
        }
    }

    /** Something has gone wrong, which may be a permission that is gone: the next one is due soon. */
    void soon() {
        if (possible && dueAt - time.nanos() > retry.toNanos()) {
            dueIn(retry);
            time.clear(TimerKind.REHEARSAL);
        }
    }

    /** Rehearses, if it is due and the store answers. One that is under way has had its time. */
    void rehearse() {
        requests.cancelRehearsal();
        StoredLease lease = observer.seen().lease();
        if (time.nanos() - dueAt < 0) {
            plan();
        } else if (lease != null && !backoff.isFailing() && requests.rehearse(lease)) {
            dueIn(retry);
        }
    }

    /**
     * A rehearsal is answered. That the lease was changed first says that a write may be sent, too; but nobody was told of
     * this instance, nor where nobody leads.
     */
    void answered(Answer answer) {
        boolean told =
                answer instanceof Answer.Written && observer.seen().record().isHeld();
        dueIn(answer instanceof StoreFailure ? retry : told ? period : next);
        Duration twice = next.multipliedBy(2);
        next = told ? shortest : twice.compareTo(period) < 0 ? twice : period;
        time.armAt(TimerKind.REHEARSAL, dueAt);
    }

    private void dueIn(Duration pause) {
        dueAt = time.nanos() + backoff.jittered(pause).toNanos();
    }
}
