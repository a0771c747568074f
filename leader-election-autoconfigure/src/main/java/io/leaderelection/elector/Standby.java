package io.leaderelection.elector;

import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Seal;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What an elector does without the lease: watch it, wait, take it. The states STANDBY and TAKING, and news in LOST. */
final class Standby {

    private static final long NEVER = Long.MAX_VALUE;

    private final ElectionSettings settings;
    private final TakeoverRules takeover;
    private final ElectorIdentity identity;
    private final ElectorState state;
    private final ElectorTime time;
    private final Backoff backoff;
    private final LeaseObserver observer;
    private final StoreRequests requests;
    private final Rehearsals rehearsals;
    private final LatestTerm term;
    private final LeaseRecordFactory records;
    private final ElectorLifecycle lifecycle;
    private final Leading leading;
    private final Releasing releasing;
    private final BooleanSupplier threadsReady;

    /**
     * @param threadsReady whether what the end of a term needs is there; tries to get it
     */
    Standby(
            ElectorContext context,
            TakeoverRules takeover,
            LeaseRecordFactory records,
            ElectorLifecycle lifecycle,
            Leading leading,
            Releasing releasing,
            BooleanSupplier threadsReady) {
        this.settings = context.settings();
        this.identity = context.identity();
        this.state = context.state();
        this.time = context.time();
        this.backoff = context.backoff();
        this.observer = context.observer();
        this.requests = context.requests();
        this.rehearsals = context.rehearsals();
        this.term = context.term();
        this.takeover = takeover;
        this.records = records;
        this.lifecycle = lifecycle;
        this.leading = leading;
        this.releasing = releasing;
        this.threadsReady = threadsReady;
    }

    // What is heard of the lease.

    /** A read tells how the lease is: learn from it, then see whether it can be taken. */
    void found(StoredLease lease) {
        observer.isThere(lease);
        observe(lease);
        if (!adopt(lease)) {
            judge();
        }
    }

    /** The watch tells how the lease is: as {@link #found}, unless it is old news. */
    void news(StoredLease lease) {
        if (observer.isOld(lease.version())) {
            return;
        }
        StoredLease known = observer.seen().lease();
        if (known != null && !lease.version().isComparableTo(known.version())) {
            check();
            return;
        }
        // A label edited in a loop must not shorten the pauses after failures: the end of the pause looks again anyway.
        boolean pausing = backoff.isFailing() && known != null && known.record().equals(lease.record());
        observe(lease);
        if (state.is(State.STANDBY) && !adopt(lease) && !pausing) {
            judge();
        }
    }

    /** News whose age cannot be told: a plain read decides (I5). */
    private void check() {
        if (state.is(State.STANDBY) && !requests.isUnderWay()) {
            requests.read();
        }
    }

    private void observe(StoredLease lease) {
        observer.saw(lease);
        observer.notifyLeader(lease.record());
        observer.expectNews();
    }

    /** There is no lease. It is created at once only by a process that never knew a holder of it (I13). */
    void missing() {
        boolean beaten = !requests.unresolved().isEmpty();
        if (observer.seen().lease() != null
                && (beaten || observer.seen().record().wasNeverHeld())) {
            // A write of mine may have been beaten by another's. A lease without a holder may have got one unseen.
            observer.takenUnseen();
        }
        observer.sawNoLease();
        observer.notifyLeader(LeaseRecord.VACANT);
        judge();
    }

    /**
     * The watch tells that the lease was deleted: whoever waits for it waits anew (I4). A lease of which nothing was seen
     * but its end may have been held.
     */
    void deleted(Version version) {
        observer.sawDeletion(version);
        ObservedLease seen = observer.seen();
        if (seen.lease() != null && seen.lease().version().uid().equals(version.uid())) {
            missing();
        } else if (seen.lease() == null && seen.lastHeld() == null) {
            observer.takenUnseen();
            judge();
        }
    }

    /** The watch does not work any more: poll. */
    void watchIsDown() {
        if (observer.watchIsDown()) {
            judge();
        }
    }

    /** A process has been proven dead (I14). */
    void died(String process) {
        observer.died(process);
        judge();
    }

    /** The pause, the poll or the wait is over: what does the lease say now? */
    void poll() {
        requests.read();
    }

    /** The store could not be asked, or a write has an unknown outcome: read, a little later. */
    void requestFailed(StoreFailure failure) {
        state.become(State.STANDBY);
        rehearsals.soon();
        if (requests.lastUnresolved() == null) {
            // An acquiring write that was applied unknown to me begins no term any more.
            lifecycle.letExpire();
        }
        Duration pause = backoff.afterFailure(failure.retryAfter());
        Duration longest = settings.timings().leaseDuration();
        time.arm(TimerKind.NEXT, pause.compareTo(longest) < 0 ? pause : longest);
    }

    // Whether it can be taken.

    /** Takes the lease if it is free or its time is over, creates it if it is missing, or waits for that. */
    void judge() {
        if (!state.is(State.STANDBY) || !observer.seen().looked()) {
            return;
        } else if (!settings.campaign()) {
            await(NEVER);
        } else if (untilFree() <= 0) {
            take();
        } else {
            await(untilFree());
        }
    }

    /** Nanoseconds until the lease can be taken, as far as is known now. */
    private long untilFree() {
        long now = time.nanos();
        ObservedLease seen = observer.seen();
        LeaseRecord record = seen.record();
        long wait = waitFor(seen.waitedFor());
        boolean mine = identity.isMine(record) && (term.wrote(record) || requests.mayHaveWritten(record));
        boolean free = mine || seen.isFree(now, wait);
        long left = orUntilDeath(record, seen.since() + (free ? grace(seen) : wait) - now, now);
        ObservedLease.Unended earlier = seen.unended();
        if (earlier != null && !identity.isMine(earlier.record())) {
            long end = earlier.since() + waitFor(earlier.record());
            left = Math.max(left, orUntilDeath(earlier.record(), end - now, now));
        }
        return Math.max(left, lifecycle.pauseLeft());
    }

    /** Nanoseconds after which a holder that writes no more has surely stopped. */
    private long waitFor(LeaseRecord held) {
        return takeover.waitNanos(held, settings.timings(), settings.longestWait());
    }

    /** The rest of a wait, which is shorter if the process waited for is proven dead. */
    private long orUntilDeath(LeaseRecord held, long left, long now) {
        long delay = settings.proofOfDeathDelay().toNanos();
        return observer.deathOf(held)
                .map(death -> Math.min(left, death + delay - now))
                .orElse(left);
    }

    /** How long to leave a released lease to instances that go first. It delays no other takeover than that. */
    private long grace(ObservedLease seen) {
        StoredLease lease = seen.lease();
        return Rules.sealOf(seen.record())
                .filter(Seal::released)
                .map(seal -> settings.revisionGrace().owedTo(seal.revision(), lease == null ? null : lease.standbys()))
                .orElse(Duration.ZERO)
                .toNanos();
    }

    /** Looks again when the wait is over; earlier where no watch tells the news. */
    private void await(long nanos) {
        if (requests.isUnderWay()) {
            return;
        }
        rehearsals.plan();
        long poll = observer.isWatchLive()
                ? NEVER
                : backoff.jittered(settings.timings().retryPeriod()).toNanos();
        long wait = Math.min(nanos, poll);
        if (wait == NEVER) {
            time.clear(TimerKind.NEXT);
        } else {
            time.arm(TimerKind.NEXT, Duration.ofNanos(wait));
        }
    }

    // Taking it.

    private void take() {
        if (!threadsReady.getAsBoolean()) {
            // What the end of a term needs is not there: look again, for others can lead.
            time.arm(TimerKind.NEXT, backoff.jittered(settings.timings().retryPeriod()));
            return;
        }
        lifecycle.endPause();
        time.clear(TimerKind.NEXT);
        StoredLease lease = observer.seen().lease();
        if (lease == null) {
            requests.create();
            return;
        }
        Integer recorded = lease.record().leaseTransitions();
        int transitions = recorded == null ? 0 : Math.max(0, recorded);
        int next = transitions == Integer.MAX_VALUE ? transitions : transitions + 1;
        long token = takeover.nextToken(lease, term.highestToken(), settings.tokenFloor());
        boolean sent = requests.write(
                lease,
                () -> records.hold(time.now().wallTime(), next, token),
                settings.timings().attemptTimeout());
        state.become(sent ? State.TAKING : State.STANDBY);
    }

    /** The vacant lease that this elector has created is there: take it. */
    void created(StoredLease vacant) {
        observer.created(vacant);
        judge();
    }

    /** Another was faster with the creation. */
    void creationConflict() {
        time.arm(TimerKind.NEXT, backoff.afterFailure(null));
    }

    /** The acquiring write is confirmed: lead, if that did not take too long. */
    void taken(LeaseWrite write, StoredLease lease) {
        observer.saw(lease);
        lead(write, lease);
    }

    /** The acquiring write is confirmed, but news has told more since: lead only if the lease is still as I wrote it. */
    void takenBeforeNews(LeaseWrite write) {
        StoredLease newest = observer.seen().lease();
        if (newest != null && identity.isMine(newest.record())) {
            lead(write, newest);
        } else {
            state.become(State.STANDBY);
            judge();
        }
    }

    private void lead(LeaseWrite write, StoredLease lease) {
        if (!leading.begin(write, lease)) {
            state.become(State.STANDBY);
            judge();
        }
    }

    /** Another has written since this elector looked: the wait begins anew (I4), unless the other is dead (I14). */
    void conflict() {
        state.become(State.STANDBY);
        boolean otherIsDead = observer.deathOf(observer.seen().record()).isPresent();
        observer.takenUnseen();
        Duration retry = settings.timings().retryPeriod();
        Duration period = observer.isWatchLive() ? retry : retry.dividedBy(4);
        time.arm(TimerKind.NEXT, otherIsDead ? backoff.afterConflict() : backoff.jittered(period));
    }

    /**
     * Leads by an acquiring write whose answer was lost, if the lease proves it applied and its time is not over (I8). A
     * renewal of an ended term begins no new one (I11): that takes a new token.
     */
    private boolean adopt(StoredLease lease) {
        Optional<LeaseWrite> applied = identity.isMine(lease.record())
                ? Rules.adoptable(lease.record(), requests.unresolved())
                : Optional.empty();
        return settings.campaign() && applied.filter(term::isBefore).isPresent() && leading.begin(applied.get(), lease);
    }

    // Leaving.

    /** Stops an elector that holds no term: at once, unless a lease may have been taken without our knowing. */
    void stop() {
        lifecycle.stopAtTheEnd();
        LeaseWrite last = requests.lastUnresolved();
        if (last == null) {
            lifecycle.stop();
        } else {
            releasing.giveBackTaken(last);
        }
    }

    /** Steps down without a term: a lease that may have been taken, and not be known to be, begins none any more. */
    void resign(Duration pause) {
        LeaseWrite last = requests.lastUnresolved();
        if (last != null) {
            lifecycle.pauseAtTheEnd(pause);
            releasing.giveBackTaken(last);
        }
    }
}
