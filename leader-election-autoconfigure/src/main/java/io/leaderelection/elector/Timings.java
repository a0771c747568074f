package io.leaderelection.elector;

import io.leaderelection.status.TimeLimits;
import java.time.Duration;

/**
 * The time limits of an election, checked against each other (I12).
 *
 * @param leaseDuration how long a candidate sees no change before it takes over; whole seconds
 * @param renewDeadline how long a leader acts after sending its last confirmed renewal
 * @param retryPeriod longest pause after a failure, and polling period where no watch is possible
 * @param renewInterval from one renewal to the next
 */
public record Timings(Duration leaseDuration, Duration renewDeadline, Duration retryPeriod, Duration renewInterval) {

    /** The longest time that is ever added to a clock's: a century stands for any that is longer. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** The defaults of the field: 15 s, 10 s, 2 s, and a renewal each third of the deadline. */
    public static final Timings BALANCED = of(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));

    /**
     * @throws IllegalArgumentException if the limits do not fit each other; the message names them as the
     *     configuration keys do, with their values and a fix
     */
    public Timings {
        requireSensible("lease-duration", leaseDuration);
        requireSensible("renew-deadline", renewDeadline);
        requireSensible("retry-period", retryPeriod);
        requireSensible("renew-interval", renewInterval);
        if (leaseDuration.toNanosPart() != 0) {
            throw new IllegalArgumentException(
                    "lease-duration (%s) must be whole seconds, for a Lease stores nothing finer; use %ss"
                            .formatted(TimeLimits.text(leaseDuration), leaseDuration.toSeconds() + 1));
        }
        if (leaseDuration.toMillis() * 10 < renewDeadline.toMillis() * 12) {
            throw new IllegalArgumentException(
                    ("lease-duration (%s) must be at least 1.2 times renew-deadline (%s), so that the old leader has"
                                    + " stopped before a new one starts; raise lease-duration or lower renew-deadline")
                            .formatted(TimeLimits.text(leaseDuration), TimeLimits.text(renewDeadline)));
        }
        if (renewDeadline.toMillis() * 10 <= retryPeriod.toMillis() * 12) {
            throw new IllegalArgumentException(
                    "renew-deadline (%s) must be more than 1.2 times retry-period (%s); lower retry-period"
                            .formatted(TimeLimits.text(renewDeadline), TimeLimits.text(retryPeriod)));
        }
        Duration twoTries = renewInterval.plus(renewDeadline.dividedBy(2)).plus(retryPeriod.dividedBy(20));
        if (twoTries.compareTo(renewDeadline) >= 0) {
            throw new IllegalArgumentException(
                    ("renew-interval (%s) leaves no time for two renewal attempts before renew-deadline (%s): an"
                                    + " attempt may take a quarter of the deadline; use at most a third of it")
                            .formatted(TimeLimits.text(renewInterval), TimeLimits.text(renewDeadline)));
        }
    }

    /** Timings with the default renew interval. */
    public static Timings of(Duration leaseDuration, Duration renewDeadline, Duration retryPeriod) {
        return new Timings(leaseDuration, renewDeadline, retryPeriod, renewDeadline.dividedBy(3));
    }

    /** How long one request may take. */
    public Duration attemptTimeout() {
        return renewDeadline.dividedBy(4);
    }

    /** First pause after a failure; it doubles with each further one, up to the retry period. */
    Duration firstPause() {
        return retryPeriod.dividedBy(20);
    }

    int leaseSeconds() {
        return (int) leaseDuration.toSeconds();
    }

    /** A time that can be calculated with, whatever a user, or a stranger's record, has asked for. */
    static Duration bounded(Duration time) {
        return time.compareTo(LONGEST) < 0 ? time : LONGEST;
    }

    private static void requireSensible(String key, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException("%s (%s) must be more than zero".formatted(key, TimeLimits.text(value)));
        }
        if (value.toSeconds() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("%s (%s) must be at most %ss, for a Lease stores no more"
                    .formatted(key, TimeLimits.text(value), Integer.MAX_VALUE));
        }
    }
}
