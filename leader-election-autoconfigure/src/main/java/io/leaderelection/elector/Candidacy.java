package io.leaderelection.elector;

import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Seal;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Trouble;
import io.leaderelection.lock.Version;
import io.leaderelection.status.Timings;
import java.time.Duration;
import java.util.Optional;

/** What an elector does without the lease: watch it, wait, take it. The states STANDBY and TAKING, and news in LOST. */
final class Candidacy {

    private static final long NEVER = Long.MAX_VALUE;

    private final Elector elector;

    Candidacy(Elector elector) {
        this.elector = elector;
    }

    /** A read or the watch tells how the lease is: learn from it, then see whether it can be taken. */
    void found(StoredLease lease) {
        observe(lease);
        if (!adopt(lease)) {
            judge();
        }
    }

    /** The watch tells how the lease is: as {@link #found}, unless it is old news. */
    void news(StoredLease lease) {
        StoredLease known = elector.observation.lease();
        if (known != null && Rules.isOld(lease.version(), known.version())) {
            return;
        }
        if (known != null && !lease.version().isComparableTo(known.version())) {
            check();
            return;
        }
        // A label edited in a loop must not shorten the pauses after failures: the end of the pause looks again anyway.
        boolean pausing =
                elector.failures > 0 && known != null && known.record().equals(lease.record());
        observe(lease);
        if (elector.state() == State.STANDBY && !adopt(lease) && !pausing) {
            judge();
        }
    }

    /** News whose age cannot be told: a plain read decides (I5). */
    private void check() {
        if (elector.state() == State.STANDBY && !elector.isAsking()) {
            elector.read();
        }
    }

    private void observe(StoredLease lease) {
        elector.observation = elector.observation.seen(lease, elector.now.nanos());
        elector.tellLeader(lease.record());
        elector.listen();
    }

    /** There is no lease. It is created at once only by a process that never knew a holder of it (I13). */
    void missing() {
        elector.observation = elector.observation.missing(elector.now.nanos());
        elector.tellLeader(LeaseRecord.VACANT);
        judge();
    }

    /** The watch tells that the lease was deleted: whoever waits for it waits anew (I4). */
    void deleted(Version version) {
        StoredLease known = elector.observation.lease();
        if (known != null && known.version().uid().equals(version.uid())) {
            elector.observation = elector.observation.missing(elector.now.nanos());
            elector.tellLeader(LeaseRecord.VACANT);
            if (elector.state() == State.STANDBY) {
                judge();
            }
        }
    }

    /** The vacant lease that this elector has created is there: take it. */
    void created(StoredLease vacant) {
        elector.observation = elector.observation.created(vacant, elector.now.nanos());
        judge();
    }

    /** Another was faster with the creation. */
    void creationLost() {
        elector.arm(Alarm.NEXT, elector.pauseAfterFailure(null));
    }

    /** The acquiring write is confirmed: lead, if that did not take too long. */
    void taken(Attempt attempt, StoredLease lease) {
        elector.observation = elector.observation.seen(lease, elector.now.nanos());
        lead(attempt, lease);
    }

    /** The acquiring write is confirmed, but news has told more since: lead only if the lease is still as I wrote it. */
    void takenBeforeNews(Attempt attempt) {
        StoredLease newest = elector.observation.lease();
        if (newest != null && Rules.isMine(newest.record(), elector.settings.identity(), elector.incarnation)) {
            lead(attempt, newest);
        } else {
            elector.become(State.STANDBY);
            judge();
        }
    }

    private void lead(Attempt attempt, StoredLease lease) {
        if (!elector.tenure().begin(attempt, lease)) {
            elector.become(State.STANDBY);
            judge();
        }
    }

    /** Another has written since this elector looked: the wait begins anew (I4), unless the other is dead (I14). */
    void raceLost() {
        elector.become(State.STANDBY);
        boolean otherIsDead = deathOf(elector.observation.record()).isPresent();
        elector.observation = elector.observation.raceLost(elector.now.nanos());
        Duration retry = elector.settings.timings().retryPeriod();
        elector.arm(
                Alarm.NEXT,
                otherIsDead
                        ? elector.pauseAfterConflict()
                        : elector.jittered(elector.watchLive ? retry : retry.dividedBy(4)));
    }

    /** The store could not be asked, or a write has an unknown outcome: read, a little later. */
    void troubled(Trouble trouble) {
        elector.become(State.STANDBY);
        Duration pause = elector.pauseAfterFailure(trouble.retryAfter());
        Duration longest = elector.settings.timings().leaseDuration();
        elector.arm(Alarm.NEXT, pause.compareTo(longest) < 0 ? pause : longest);
    }

    /** The pause, the poll or the wait is over: what does the lease say now? */
    void look() {
        elector.read();
    }

    /** A process has been proven dead (I14). */
    void died(String process) {
        elector.dead.putIfAbsent(process, elector.now.nanos());
        if (elector.state() == State.STANDBY) {
            judge();
        }
    }

    /** Takes the lease if it is free or its time is over, creates it if it is missing, or waits for that. */
    void judge() {
        if (elector.state() != State.STANDBY) {
            return;
        }
        long now = elector.now.nanos();
        if (!elector.observation.looked()) {
            return;
        } else if (!elector.settings.campaign()) {
            await(NEVER);
        } else if (untilFree(now) <= 0) {
            take();
        } else {
            await(untilFree(now));
        }
    }

    /** Nanoseconds until the lease can be taken, as far as is known now. */
    private long untilFree(long now) {
        Observation seen = elector.observation;
        LeaseRecord record = seen.record();
        Timings timings = elector.settings.timings();
        long wait = elector.takeover.waitNanos(seen.waitedFor(), timings, elector.settings.longestWait());
        boolean mine = Rules.isMine(record, elector.settings.identity(), elector.incarnation)
                && elector.holding().wrote(record);
        long left = mine || seen.isFree(now, wait) ? seen.since() + owedTo(record) - now : seen.since() + wait - now;
        Optional<Long> death = deathOf(record);
        if (death.isPresent()) {
            left = Math.min(
                    left, death.get() + elector.settings.proofOfDeathDelay().toNanos() - now);
        }
        return elector.pausedUntil == null ? left : Math.max(left, elector.pausedUntil - now);
    }

    /** How long to leave a released lease to instances that go first. It delays no other takeover than that. */
    private long owedTo(LeaseRecord record) {
        return Rules.sealOf(record)
                .filter(Seal::released)
                .map(seal -> elector.settings.courtesy().owedTo(seal.revision()))
                .orElse(Duration.ZERO)
                .toNanos();
    }

    private Optional<Long> deathOf(LeaseRecord record) {
        return Rules.processOf(record).map(elector.dead::get);
    }

    private void take() {
        if (!elector.isEquipped()) {
            // What the end of a term needs is not there: look again, for others can lead.
            elector.arm(Alarm.NEXT, elector.jittered(elector.settings.timings().retryPeriod()));
            return;
        }
        elector.pausedUntil = null;
        elector.clear(Alarm.NEXT);
        StoredLease lease = elector.observation.lease();
        if (lease == null) {
            elector.create();
            return;
        }
        LeaseRecord record = lease.record();
        int transitions = record.leaseTransitions() == null ? 0 : Math.max(0, record.leaseTransitions());
        long token = elector.takeover.nextToken(lease, elector.highestToken, elector.settings.tokenFloor());
        boolean sent = elector.write(
                lease,
                () -> elector.attempt(
                        elector.now.wallTime(),
                        transitions == Integer.MAX_VALUE ? transitions : transitions + 1,
                        token),
                elector.settings.timings().attemptTimeout());
        elector.become(sent ? State.TAKING : State.STANDBY);
    }

    /** Looks again when the wait is over; earlier where no watch tells the news. */
    private void await(long nanos) {
        if (elector.isAsking()) {
            return;
        }
        long poll = elector.watchLive
                ? NEVER
                : elector.jittered(elector.settings.timings().retryPeriod()).toNanos();
        long wait = Math.min(nanos, poll);
        if (wait == NEVER) {
            elector.clear(Alarm.NEXT);
        } else {
            elector.arm(Alarm.NEXT, Duration.ofNanos(wait));
        }
    }

    /**
     * Leads by an acquiring write whose answer was lost, if the lease proves it applied and its time is not over (I8). A
     * renewal of an ended term begins no new one (I11): that takes a new token.
     */
    private boolean adopt(StoredLease lease) {
        Optional<Attempt> applied = Rules.isMine(lease.record(), elector.settings.identity(), elector.incarnation)
                ? Rules.adoptable(lease.record(), elector.unresolved)
                : Optional.empty();
        return elector.settings.campaign()
                && applied.filter(this::isOfNewTerm).isPresent()
                && elector.tenure().begin(applied.get(), lease);
    }

    private boolean isOfNewTerm(Attempt attempt) {
        return elector.term == null || attempt.token() > elector.term.token();
    }
}
