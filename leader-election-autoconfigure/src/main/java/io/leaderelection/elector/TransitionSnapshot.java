package io.leaderelection.elector;

import io.leaderelection.LossReason;
import io.leaderelection.status.Transition;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** One change, as an election tells of it. */
public record TransitionSnapshot(
        Instant at,
        Kind kind,
        @Nullable String leader,
        long term,
        long fencingToken,
        @Nullable LossReason reason,
        Duration lasted)
        implements Transition {

    /** Finer times than milliseconds are noise to whoever reads them. */
    public TransitionSnapshot {
        lasted = lasted.truncatedTo(ChronoUnit.MILLIS);
    }
}
