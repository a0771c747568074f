package io.leaderelection.elector;

import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Seal;
import io.leaderelection.lock.StoredLease;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The lease as this elector holds it: in which version, by which of its writes, until when, and how to tell it apart. */
final class Holding {

    private final Elector elector;

    /** The lease as of my last confirmed write, or a later state in which only metadata differs. */
    private @Nullable StoredLease lease;

    /** The last confirmed write; the lease is mine until its send time + renew deadline. */
    private @Nullable Attempt confirmed;

    Holding(Elector elector) {
        this.elector = elector;
    }

    /** The lease is now in this version, as far as I know. */
    void isNow(@Nullable StoredLease lease) {
        this.lease = lease;
    }

    /** The lease was in this version, if not in a later one: an answer may come after news of what was written since. */
    void isAtLeast(StoredLease seen) {
        if (lease == null || seen.version().isNewerThan(lease.version())) {
            lease = seen;
        }
    }

    /** This write of mine counts from now on. */
    void rests(Attempt attempt) {
        this.confirmed = attempt;
    }

    StoredLease lease() {
        return Objects.requireNonNull(lease, "a held lease");
    }

    Attempt confirmed() {
        return Objects.requireNonNull(confirmed, "a confirmed write");
    }

    /** Monotonic time until which the lease is mine. */
    long until() {
        return confirmed().sent().nanos() + elector.renewDeadline();
    }

    boolean isRenewalDue() {
        long due = confirmed().sent().nanos()
                + elector.settings.timings().renewInterval().toNanos();
        return elector.now.nanos() - due >= 0;
    }

    /** One attempt takes at most a quarter of the deadline, and never longer than the lease is mine (I12). */
    Duration attemptTimeout() {
        Duration left = Duration.ofNanos(Math.max(1, until() - elector.now.nanos()));
        Duration most = elector.settings.timings().attemptTimeout();
        return left.compareTo(most) < 0 ? left : most;
    }

    /** Looks again after the pause, but never so late that no time is left for another attempt. */
    void retryAfter(Duration pause) {
        long left = until() - elector.now.nanos();
        long latest = left
                - Math.min(left / 2, elector.settings.timings().attemptTimeout().toNanos());
        elector.arm(Alarm.NEXT, Duration.ofNanos(Math.min(pause.toNanos(), Math.max(0, latest))));
    }

    /** I6: the same object, with all that I wrote. A lease re-created with my record in it is not the one I hold. */
    boolean isMyTerm(StoredLease found) {
        LeaseRecord record = found.record();
        LeaseRecord mine = confirmed().record();
        return lease != null
                && lease.version().uid().equals(found.version().uid())
                && Rules.isMine(record, elector.settings.identity(), elector.incarnation)
                && Objects.equals(mine.leaseDurationSeconds(), record.leaseDurationSeconds())
                && Objects.equals(mine.acquireTime(), record.acquireTime())
                && Objects.equals(mine.leaseTransitions(), record.leaseTransitions());
    }

    /** Whether the record is exactly as this elector last wrote it, or may have written it. */
    boolean wrote(LeaseRecord record) {
        return confirmed != null && confirmed.record().equals(record)
                || elector.unresolved.stream().map(Attempt::record).anyMatch(record::equals);
    }

    /** Whether the record is a release of mine. */
    boolean isMyRelease(LeaseRecord record) {
        return Rules.sealOf(record)
                .filter(Seal::released)
                .map(Seal::incarnation)
                .filter(elector.incarnation::equals)
                .isPresent();
    }

    /** Whether somebody else holds the lease, and has not just edited my record. */
    boolean isHeldByAnother(LeaseRecord record) {
        boolean sealedByAnother = Rules.sealOf(record)
                .filter(seal -> !seal.incarnation().equals(elector.incarnation))
                .isPresent();
        return record.isHeld()
                && (sealedByAnother || !elector.settings.identity().equals(record.holderIdentity()));
    }
}
