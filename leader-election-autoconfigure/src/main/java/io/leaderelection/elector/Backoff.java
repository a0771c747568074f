package io.leaderelection.elector;

import io.leaderelection.lock.Version;
import io.leaderelection.status.Timings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long an elector pauses between requests: each failure in a row makes the next pause longer. All are jittered. */
public final class Backoff {

    private final Timings timings;
    private final Randomness random;

    /** Requests in a row that failed or lost a race. */
    private int failures;

    /** What the latest failed write was to replace: a read that finds it unchanged explains no failure. */
    private @Nullable Version refused;

    /** Pauses between the first pause and the retry period of these time limits. */
    public Backoff(Timings timings, Randomness random) {
        this.timings = timings;
        this.random = random;
    }

    /** Whether the latest request has failed or lost a race. */
    public boolean isFailing() {
        return failures > 0;
    }

    /** Whether exactly one request has failed since the last one that did not. */
    public boolean isFirstFailure() {
        return failures == 1;
    }

    /**
     * A request has failed, or lost a race.
     *
     * @param replaces the version that it was to replace; {@code null} for a read
     */
    public void failed(@Nullable Version replaces) {
        failures++;
        refused = replaces == null ? refused : replaces;
    }

    /** A write has succeeded, or another reason for failures is over. */
    public void reset() {
        failures = 0;
        refused = null;
    }

    /** A read has succeeded. It ends the row only if it explains why the last write failed: it finds a change. */
    public void found(Version version) {
        if (!version.equals(refused)) {
            reset();
        }
    }

    /**
     * A pause after a failure: short at first, doubled by each further one up to the retry period.
     *
     * @param asked the shortest pause that the store has asked for, if it has
     */
    public Duration afterFailure(@Nullable Duration asked) {
        long doubled = timings.firstPause().toNanos() << Math.min(failures - 1, 16);
        long longest = Math.min(doubled, timings.retryPeriod().toNanos());
        Duration own = Duration.ofNanos((long) (longest * (0.5 + random.nextFraction() / 2)));
        return asked == null || asked.compareTo(own) < 0 ? own : asked;
    }

    /** Somebody wrote first, most likely: look at once, but do not race an editor in a loop. */
    public Duration afterConflict() {
        return isFirstFailure() ? Duration.ZERO : afterFailure(null);
    }

    /** A retry period, or a part of it, jittered so that many candidates do not ask at once. */
    public Duration jittered(Duration period) {
        return Duration.ofNanos((long) (period.toNanos() * (0.8 + 0.4 * random.nextFraction())));
    }
}
