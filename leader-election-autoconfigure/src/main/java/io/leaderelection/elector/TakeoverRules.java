package io.leaderelection.elector;

import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Seal;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.status.Timings;
import java.time.Duration;

/**
 * How a lease is taken from others: at which pace the store is asked, after which wait, with which token. An election
 * without others needs none of it, and overrides it.
 */
class TakeoverRules {

    /** How many requests may begin within what time, whatever is answered. */
    RequestRateLimiter rateLimiter(Timings timings) {
        return new RequestRateLimiter(timings.retryPeriod());
    }

    /** How often a takeover is rehearsed, about. */
    Duration rehearsalPeriod() {
        return Duration.ofMinutes(15);
    }

    /** I10: nanoseconds, from the last change seen, before a candidate may take over a lease that is not free. */
    long waitNanos(LeaseRecord record, Timings timings, Duration longestWait) {
        long own = timings.leaseSeconds();
        long recorded = record.leaseDurationSeconds() == null ? 0 : record.leaseDurationSeconds();
        return Duration.ofSeconds(Math.max(own, Math.min(recorded, longestWait.toSeconds())))
                .toNanos();
    }

    /** The token of a new term: above every token and every revision that this lease has ever shown. */
    long nextToken(StoredLease lease, long highestKnown, long floor) {
        long recorded = Seal.parse(lease.record().seal())
                .map(Seal::token)
                .filter(token -> token >= 0 && token <= Seal.HIGHEST_TOKEN)
                .orElse(0L);
        long revision = lease.version().number().orElse(0);
        return Math.max(Math.max(recorded, revision), Math.max(highestKnown, floor)) + 1;
    }
}
