package io.leaderelection.status;

import io.leaderelection.LossReason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One change in an election, as one instance saw it.
 *
 * @param at wall time of the change
 * @param kind what changed
 * @param leader name of the leader from then on, foreign text made fit to be shown; {@code null} if none was known
 * @param term number of the term that began or ended; 0 where this instance's own role did not change
 * @param fencingToken token of that term; 0 where there is none
 * @param reason why the term ended, if one did
 * @param lasted how long what was before had lasted: for a revocation, the term
 */
public record Transition(
        Instant at,
        Kind kind,
        @Nullable String leader,
        long term,
        long fencingToken,
        @Nullable LossReason reason,
        Duration lasted) {

    /** Finer times than milliseconds are noise to whoever reads them. */
    public Transition {
        lasted = lasted.truncatedTo(ChronoUnit.MILLIS);
    }

    /** What can change. */
    public enum Kind {
        /** This instance began to take part. */
        STARTED,
        /** This instance began to lead. */
        GRANTED,
        /** This instance ceased to lead. */
        REVOKED,
        /** Another instance is known to lead, or none. */
        LEADER_CHANGED,
        /** This instance takes no part any more. */
        STOPPED
    }
}
