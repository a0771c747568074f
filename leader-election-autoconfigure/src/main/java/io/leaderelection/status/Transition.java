package io.leaderelection.status;

import io.leaderelection.LossReason;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One change in an election, as one instance saw it. To be read, not implemented: later versions tell more. */
public interface Transition {

    /** Wall time of the change. */
    Instant at();

    /** What changed. */
    Kind kind();

    /** Name of the leader from then on, foreign text made fit to be shown; {@code null} if none was known. */
    @Nullable
    String leader();

    /** Number of the term that began or ended; 0 where this instance's own role did not change. */
    long term();

    /** Fencing token of that term; 0 where there is none. */
    long fencingToken();

    /** Why the term ended; {@code null} if none did. */
    @Nullable
    LossReason reason();

    /** How long what was before had lasted, in milliseconds: for a revocation, the term. */
    Duration lasted();

    /** What can change. */
    enum Kind {
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
