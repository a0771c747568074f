package io.leaderelection.elector;

import io.leaderelection.status.Timings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an instance lets others go first when a lease is released: those of another revision than the releasing leader's,
 * so that a rolling update changes the leader once. It orders a race and protects nothing.
 *
 * @param revision revision of the application that this instance runs; {@code null} if that is not known
 * @param grace how long an instance of the releasing leader's own revision waits; zero for not at all
 */
public record RevisionGrace(@Nullable String revision, Duration grace) {

    /** Default grace. */
    public static final Duration DEFAULT_GRACE = Duration.ofMillis(200);

    /** That of an instance which knows no revision. */
    public static final RevisionGrace NONE = new RevisionGrace(null, DEFAULT_GRACE);

    public RevisionGrace {
        grace = Timings.bounded(grace);
    }

    /** How long to leave a lease to others that was released by an instance of this revision. */
    Duration owedTo(@Nullable String releasedBy) {
        return revision != null && revision.equals(releasedBy) ? grace : Duration.ZERO;
    }
}
