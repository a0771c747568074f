package io.leaderelection.elector;

import io.leaderelection.status.Timings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one elector is told at its start.
 *
 * @param name name of the election
 * @param identity name of this instance, for people; it proves nothing
 * @param advertised address to tell to followers, if any
 * @param timings time limits
 * @param campaign whether to try to lead; otherwise only observe
 * @param releaseOnStop whether to give the lease up on stop, once all work has ended
 * @param tokenFloor every fencing token is higher than this
 * @param proofOfDeathDelay how long to wait after a proof of death
 * @param longestWait limit on the lease duration that a stranger may have recorded
 * @param revisionGrace whom to let go first when the lease is released
 */
public record ElectionSettings(
        String name,
        String identity,
        @Nullable String advertised,
        Timings timings,
        boolean campaign,
        boolean releaseOnStop,
        long tokenFloor,
        Duration proofOfDeathDelay,
        Duration longestWait,
        RevisionGrace revisionGrace) {

    /** Limit on a stranger's lease duration where none is configured. */
    public static final Duration DEFAULT_LONGEST_WAIT = Duration.ofMinutes(10);

    /**
     * @throws IllegalArgumentException if the identity is empty, for a lease that names nobody is free for everybody
     */
    public ElectionSettings {
        if (identity.isEmpty()) {
            throw new IllegalArgumentException("identity must not be empty; name this instance, for people to read");
        }
        proofOfDeathDelay = Timings.bounded(proofOfDeathDelay);
        longestWait = Timings.bounded(longestWait);
    }

    /** Settings with the defaults of the product. */
    public static ElectionSettings of(String name, String identity, Timings timings) {
        return new ElectionSettings(
                name, identity, null, timings, true, true, 0, Duration.ZERO, DEFAULT_LONGEST_WAIT, RevisionGrace.NONE);
    }

    /** The same for another election, which has these time limits. */
    public ElectionSettings of(String otherName, Timings otherTimings) {
        return new ElectionSettings(
                otherName,
                identity,
                advertised,
                otherTimings,
                campaign,
                releaseOnStop,
                tokenFloor,
                proofOfDeathDelay,
                longestWait,
                revisionGrace);
    }

    /** How long the work of an ended term is awaited. */
    public Duration drainTimeout() {
        return timings.drainTimeout();
    }
}
