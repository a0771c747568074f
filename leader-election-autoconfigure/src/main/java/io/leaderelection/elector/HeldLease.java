package io.leaderelection.elector;

import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.status.Timings;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The lease as an elector holds it. All times are monotonic.
 *
 * @param known the lease as of the confirmed write, or a later version in which only metadata differs; {@code null} if it
 *     was deleted before that write was confirmed
 * @param confirmed the last confirmed write; the lease is mine until its send time + renew deadline
 * @param timings the time limits
 */
record HeldLease(@Nullable StoredLease known, LeaseWrite confirmed, Timings timings) {

    /** The lease is now in this version. */
    HeldLease updateVersion(StoredLease lease) {
        return new HeldLease(lease, confirmed, timings);
    }

    /** The lease was in this version, if not in a later one: an answer may come after news of what was written since. */
    HeldLease updateVersionTo(StoredLease seen) {
        return known == null || seen.version().isNewerThan(known.version()) ? updateVersion(seen) : this;
    }

    /** This write of mine counts from now on. */
    HeldLease confirm(LeaseWrite write) {
        return new HeldLease(known, write, timings);
    }

    StoredLease lease() {
        return Objects.requireNonNull(known, "a held lease");
    }

    long expiresAt() {
        return confirmed.sent().nanos() + timings.renewDeadline().toNanos();
    }

    long renewAt() {
        return confirmed.sent().nanos() + timings.renewInterval().toNanos();
    }

    /** One request takes at most a quarter of the deadline, and never longer than the lease is mine (I12). */
    Duration requestTimeout(long now) {
        Duration left = Duration.ofNanos(Math.max(1, expiresAt() - now));
        Duration most = timings.attemptTimeout();
        return left.compareTo(most) < 0 ? left : most;
    }

    /** The pause, but never so long that no time is left for another request. */
    Duration pauseBeforeRetry(Duration pause, long now) {
        long left = expiresAt() - now;
        long latest = left - Math.min(left / 2, timings.attemptTimeout().toNanos());
        return Duration.ofNanos(Math.min(pause.toNanos(), Math.max(0, latest)));
    }

    /** I6: the same object, with all that I wrote. A lease re-created with my record in it is not the one I hold. */
    boolean isStill(StoredLease found) {
        LeaseRecord record = found.record();
        LeaseRecord mine = confirmed.record();
        return known != null
                && known.version().uid().equals(found.version().uid())
                && Objects.equals(mine.leaseDurationSeconds(), record.leaseDurationSeconds())
                && Objects.equals(mine.acquireTime(), record.acquireTime())
                && Objects.equals(mine.leaseTransitions(), record.leaseTransitions());
    }
}
