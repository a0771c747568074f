package io.leaderelection.elector;

import io.leaderelection.lock.Standbys;
import io.leaderelection.status.Timings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an instance lets others go first when a lease is released: those of another revision than the releasing leader's,
 * so that a rolling update changes the leader once. Where it is known that none of those waits, nobody lets them go first.
 * It orders a race and protects nothing.
 *
 * @param revision revision of the application that this instance runs; {@code null} if that is not known
 * @param grace how long an instance of the releasing leader's own revision waits; zero for not at all
 * @param always whether also where nobody of another revision is known to wait
 */
public record RevisionGrace(@Nullable String revision, Duration grace, boolean always) {

    /** Default grace. */
    public static final Duration DEFAULT_GRACE = Duration.ofMillis(200);

    /** That of an instance which knows no revision. */
    public static final RevisionGrace NONE = new RevisionGrace(null, DEFAULT_GRACE, false);

    public RevisionGrace {
        grace = Timings.bounded(grace);
    }

    /**
     * How long to leave a released lease to others.
     *
     * @param releasedBy revision of the instance that has released it
     * @param standbys who waits for it, if that is known
     */
    Duration owedTo(@Nullable String releasedBy, @Nullable Standbys standbys) {
        if (revision == null || !revision.equals(releasedBy)) {
            return Duration.ZERO;
        }
        boolean othersWait = standbys == null || standbys.anyOtherThan(revision);
        return always || othersWait ? grace : Duration.ZERO;
    }
}
