package io.leaderelection.elector;

import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import io.leaderelection.status.Timings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an elector has seen of the lease and its holders, by its reads and by the watch, which it keeps open. */
final class LeaseObserver {

    private final Timings timings;
    private final ElectorTime time;
    private final RequestRateLimiter limiter;
    private final Consumer<ElectorCommand> output;

    private ObservedLease seen;
    private LeaseRecord leaderSeen = LeaseRecord.VACANT;
    private boolean watchLive;

    /** The last version of the lease whose deletion the watch has told. */
    private @Nullable Version deleted;

    /** Processes that are proven dead, by the name in their seals (I14), with the time of the proof. */
    private final Map<String, Long> dead = new HashMap<>();

    LeaseObserver(Timings timings, ElectorTime time, RequestRateLimiter limiter, Consumer<ElectorCommand> output) {
        this.timings = timings;
        this.time = time;
        this.limiter = limiter;
        this.output = output;
        this.seen = ObservedLease.none(time.nanos());
    }

    /** The lease as last seen. */
    ObservedLease seen() {
        return seen;
    }

    void startAgain() {
        dead.clear();
        openWatch();
        seen = seen.startedAgain(time.nanos());
        leaderSeen = LeaseRecord.VACANT;
    }

    void saw(StoredLease lease) {
        seen = seen.seen(lease, time.nanos());
    }

    /** A read has found the lease there: if its deletion was told, it was put back from a copy, and makes news again. */
    void isThere(StoredLease lease) {
        if (deleted != null && Rules.isOld(lease.version(), deleted)) {
            deleted = null;
        }
    }

    void sawNoLease() {
        seen = seen.missing(time.nanos());
    }

    /** The watch has told of a deletion: what it tells of earlier states of that lease afterwards is old news. */
    void sawDeletion(Version version) {
        deleted = version;
    }

    /** I5: whether news of this version tells nothing that is not known. */
    boolean isOld(Version news) {
        StoredLease known = seen.lease();
        return known != null && Rules.isOld(news, known.version()) || deleted != null && Rules.isOld(news, deleted);
    }

    /** This elector has created the lease. */
    void created(StoredLease vacant) {
        seen = seen.created(vacant, time.nanos());
    }

    /** Somebody may have taken the lease unseen: the wait begins anew (I4). */
    void takenUnseen() {
        seen = seen.takenUnseen(time.nanos());
    }

    /** Tells whom the record names, unless that was told before. */
    void notifyLeader(LeaseRecord record) {
        boolean same = leaderSeen.isHeld() == record.isHeld()
                && (!record.isHeld() || Objects.equals(leaderSeen.holderIdentity(), record.holderIdentity()));
        if (!same) {
            leaderSeen = record;
            output.accept(new ElectorCommand.LeaderSeen(record));
        }
    }

    // Proofs of death.

    void died(String process) {
        dead.putIfAbsent(process, time.nanos());
    }

    /** When the holder of this record was proven dead, by monotonic time. */
    Optional<Long> deathOf(LeaseRecord record) {
        return Rules.processOf(record).map(dead::get);
    }

    // The watch.

    boolean isWatchLive() {
        return watchLive;
    }

    void watchIsLive() {
        watchLive = true;
        expectNews();
    }

    /**
     * Hears that the watch does not work.
     *
     * @return whether it worked before
     */
    boolean watchIsDown() {
        boolean before = watchLive;
        watchLive = false;
        if (before) {
            time.clear(TimerKind.SILENCE);
        }
        return before;
    }

    /** Expects the next news within twice the time that the holder takes to renew. */
    void expectNews() {
        if (watchLive && seen.record().isHeld()) {
            long interval = seen.interval() > 0
                    ? seen.interval()
                    : timings.leaseDuration().toNanos() / 2;
            time.arm(TimerKind.SILENCE, Duration.ofNanos(2 * interval).plus(timings.retryPeriod()));
        }
    }

    /** The watch has been silent for too long. */
    void watchIsSilent() {
        if (openWatch()) {
            expectNews();
        }
    }

    /** Opens the watch, or opens it anew; SILENCE rings for it later where that comes too soon. */
    private boolean openWatch() {
        long wait = limiter.untilFree(1, time.nanos());
        if (wait > 0) {
            time.arm(TimerKind.SILENCE, Duration.ofNanos(wait));
        } else {
            limiter.sent(time.nanos());
            output.accept(new ElectorCommand.Watch());
        }
        return wait <= 0;
    }

    void closeWatch() {
        watchLive = false;
        output.accept(new ElectorCommand.Unwatch());
    }
}
