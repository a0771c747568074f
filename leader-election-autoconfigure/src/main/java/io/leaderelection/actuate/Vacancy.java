package io.leaderelection.actuate;

import io.leaderelection.Leadership;
import io.leaderelection.Leadership.Role;
import io.leaderelection.status.ElectionStatus;
import io.leaderelection.status.ElectionStatus.Mode;
import io.leaderelection.status.StoreStatus;
import io.leaderelection.status.Timings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The time for which an instance has known of no leader.
 *
 * @param time for how long
 * @param overlong whether that is longer than it takes to find a new leader, though the store answers
 */
record Vacancy(Duration time, boolean overlong) {

    /** The vacancy, if there is one; never where no election is held, or this instance takes no part. */
    static Optional<Vacancy> of(ElectionStatus status, Instant now) {
        Leadership leadership = status.leadership();
        Timings timings = status.timings();
        StoreStatus store = status.store();
        if (status.mode() == Mode.FIXED
                || leadership.role() == Role.INACTIVE
                || leadership.leaderIdentity() != null
                || timings == null
                || store == null) {
            return Optional.empty();
        }
        Instant begun = Stream.concat(
                        Stream.of(leadership.since()),
                        status.transitions().stream().limit(1).map(transition -> transition.at()))
                .max(Instant::compareTo)
                .orElse(now);
        Duration time = Duration.between(begun, now);
        boolean answers = store.outOfContact().isZero() && store.forbidden().isZero();
        Duration takeover = timings.leaseDuration().plus(timings.retryPeriod());
        return Optional.of(new Vacancy(time, answers && time.compareTo(takeover) > 0));
    }
}
