package io.leaderelection.status;

import static io.leaderelection.status.Timings.Limit.LEASE_DURATION;
import static io.leaderelection.status.Timings.Limit.RENEW_DEADLINE;
import static io.leaderelection.status.Timings.Limit.RENEW_INTERVAL;
import static io.leaderelection.status.Timings.Limit.RETRY_PERIOD;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The time limits of an election, checked against each other (I12).
 *
 * @param leaseDuration how long a candidate sees no change before it takes over; whole seconds
 * @param renewDeadline how long a leader acts after sending its last confirmed renewal
 * @param retryPeriod longest pause after a failure, and polling period where no watch is possible
 * @param renewInterval from one renewal to the next
 * @param drainTimeout how long the work of an ended term is awaited
 */
public record Timings(
        Duration leaseDuration,
        Duration renewDeadline,
        Duration retryPeriod,
        Duration renewInterval,
        Duration drainTimeout) {

    /** The longest time that is ever added to a clock's: a century stands for any that is longer. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** Default time that the work of an ended term is awaited. */
    public static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofSeconds(20);

    /** The defaults of the field: 15 s, 10 s, 2 s, and a renewal each third of the deadline. */
    public static final Timings BALANCED = of(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));

    /** The components of timings, each named as its configuration key. */
    public enum Limit {
        /** {@link Timings#leaseDuration}. */
        LEASE_DURATION,
        /** {@link Timings#renewDeadline}. */
        RENEW_DEADLINE,
        /** {@link Timings#retryPeriod}. */
        RETRY_PERIOD,
        /** {@link Timings#renewInterval}. */
        RENEW_INTERVAL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Says which limits do not fit each other, with their values and a fix. */
    public static final class UnfitException extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        private final String format;
        private final Object[] details;

        private UnfitException(String format, Object... details) {
            super(message(format, details, ""));
            this.format = format;
            this.details = details;
        }

        /**
         * The message with whole configuration keys.
         *
         * @param prefix what stands before each key, with its last dot
         */
        public String message(String prefix) {
            return message(format, details, prefix);
        }

        private static String message(String format, Object[] details, String prefix) {
            return format.formatted(Stream.of(details)
                    .map(detail -> detail instanceof Limit ? prefix + detail : detail)
                    .map(detail -> detail instanceof Duration time ? DurationText.asConfigured(time) : detail)
                    .toArray());
        }
    }

    /**
     * @throws UnfitException if the limits do not fit each other
     */
    public Timings {
        requireSensible(LEASE_DURATION, leaseDuration);
        requireSensible(RENEW_DEADLINE, renewDeadline);
        requireSensible(RETRY_PERIOD, retryPeriod);
        requireSensible(RENEW_INTERVAL, renewInterval);
        if (leaseDuration.toNanosPart() != 0) {
            throw new UnfitException(
                    "%s (%s) must be whole seconds, for a Lease stores nothing finer; use %ss",
                    LEASE_DURATION, leaseDuration, leaseDuration.toSeconds() + 1);
        }
        if (leaseDuration.toMillis() * 10 < renewDeadline.toMillis() * 12) {
            throw new UnfitException(
                    "%s (%s) must be at least 1.2 times %s (%s), so that the old leader has stopped before a new one"
                            + " starts; raise %1$s or lower %3$s",
                    LEASE_DURATION, leaseDuration, RENEW_DEADLINE, renewDeadline);
        }
        if (renewDeadline.toMillis() * 10 <= retryPeriod.toMillis() * 12) {
            throw new UnfitException(
                    "%s (%s) must be more than 1.2 times %s (%s); lower %3$s",
                    RENEW_DEADLINE, renewDeadline, RETRY_PERIOD, retryPeriod);
        }
        Duration twoTries = renewInterval.plus(renewDeadline.dividedBy(2)).plus(retryPeriod.dividedBy(20));
        if (twoTries.compareTo(renewDeadline) >= 0) {
            throw new UnfitException(
                    "%s (%s) leaves no time for two renewal attempts before %s (%s): an attempt may take a quarter of"
                            + " the deadline; use at most a third of it",
                    RENEW_INTERVAL, renewInterval, RENEW_DEADLINE, renewDeadline);
        }
        drainTimeout = bounded(drainTimeout);
    }

    /** Timings with the default renew interval and drain timeout. */
    public static Timings of(Duration leaseDuration, Duration renewDeadline, Duration retryPeriod) {
        return new Timings(
                leaseDuration, renewDeadline, retryPeriod, renewDeadline.dividedBy(3), DEFAULT_DRAIN_TIMEOUT);
    }

    /** These timings with another drain timeout. */
    public Timings withDrainTimeout(Duration timeout) {
        return new Timings(leaseDuration, renewDeadline, retryPeriod, renewInterval, timeout);
    }

    /** How long one request may take. */
    public Duration attemptTimeout() {
        return renewDeadline.dividedBy(4);
    }

    /** First pause after a failure; it doubles with each further one, up to the retry period. */
    public Duration firstPause() {
        return retryPeriod.dividedBy(20);
    }

    /** The lease duration as a Lease stores it. */
    public int leaseSeconds() {
        return (int) leaseDuration.toSeconds();
    }

    /** A time that can be calculated with, whatever a user, or a stranger's record, has asked for. */
    public static Duration bounded(Duration time) {
        return time.compareTo(LONGEST) < 0 ? time : LONGEST;
    }

    private static void requireSensible(Limit limit, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new UnfitException("%s (%s) must be more than zero", limit, value);
        }
        if (value.toSeconds() > Integer.MAX_VALUE) {
            throw new UnfitException(
                    "%s (%s) must be at most %ss, for a Lease stores no more", limit, value, Integer.MAX_VALUE);
        }
    }
}
