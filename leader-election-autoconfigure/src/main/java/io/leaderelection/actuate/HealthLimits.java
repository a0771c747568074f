package io.leaderelection.actuate;

import io.leaderelection.status.DurationText;
import java.time.Duration;

/**
 * How long an instance may be kept from taking part before its health is DOWN.
 *
 * @param forbidden how long the store may refuse what the instance needs
 * @param noContact how long requests to the store may fail
 * @param electorStalled how long the elector's thread may not answer
 */
public record HealthLimits(Duration forbidden, Duration noContact, Duration electorStalled) {

    /** Defaults of the product. */
    public static final HealthLimits DEFAULTS =
            new HealthLimits(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(30));

    /**
     * @throws IllegalArgumentException if a limit is negative; the message names it as the configuration keys do
     */
    public HealthLimits {
        requireNotNegative("forbidden-for", forbidden);
        requireNotNegative("no-contact-for", noContact);
        requireNotNegative("elector-stalled-for", electorStalled);
    }

    /** Whether something has gone on for as long as its limit; zero is nothing that goes on. */
    static boolean isPast(Duration limit, Duration time) {
        return !time.isZero() && time.compareTo(limit) >= 0;
    }

    private static void requireNotNegative(String key, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(
                    "leader.election.health.%s (%s) must not be negative; use zero or more, for example 30s"
                            .formatted(key, DurationText.asConfigured(value)));
        }
    }
}
