package io.leaderelection.status;

import java.time.Duration;

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
        Duration drainTimeout) {}
