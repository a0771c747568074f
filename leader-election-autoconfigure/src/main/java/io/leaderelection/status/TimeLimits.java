package io.leaderelection.status;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The time limits of an election.
 *
 * @param leaseDuration time without any renewal after which another instance takes over
 * @param renewDeadline time after which a leader whose renewals fail stops by itself
 * @param retryPeriod longest pause after a failure, and polling period without a watch
 * @param renewInterval time from one renewal to the next
 * @param drainTimeout how long the work of an ended term is awaited
 */
public record TimeLimits(
        Duration leaseDuration,
        Duration renewDeadline,
        Duration retryPeriod,
        Duration renewInterval,
        Duration drainTimeout) {

    /** A time as configuration keys write it: in whole seconds, otherwise in milliseconds, as far as those are enough. */
    public static String text(Duration time) {
        if (time.toNanosPart() % 1_000_000 != 0) {
            return time.toString();
        }
        return time.toNanosPart() == 0 ? time.toSeconds() + "s" : TimeUnit.MILLISECONDS.convert(time) + "ms";
    }
}
