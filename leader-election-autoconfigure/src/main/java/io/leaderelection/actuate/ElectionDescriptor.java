package io.leaderelection.actuate;

import io.leaderelection.Leadership;
import io.leaderelection.Leadership.Role;
import io.leaderelection.LossReason;
import io.leaderelection.status.ElectionStatus;
import io.leaderelection.status.ElectionStatus.Mode;
import io.leaderelection.status.StoreStatus;
import io.leaderelection.status.Timings;
import io.leaderelection.status.Transition;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * One election as the endpoint tells it; {@code docs/endpoint.md} describes each field. What is not known is left out.
 */
public record ElectionDescriptor(
        String name,
        Role role,
        boolean leading,
        Mode mode,
        @Nullable String leader,
        @Nullable String leaderAddress,
        String identity,
        long term,
        long fencingToken,
        Instant since,
        @Nullable LossReason lastLoss,
        @Nullable Duration sinceRenewal,
        @Nullable Duration timeLeft,
        @Nullable StoreDescriptor store,
        @Nullable Timings timings,
        WorkDescriptor work,
        List<Transition> transitions)
        implements OperationResponseBody {

    static ElectionDescriptor of(ElectionStatus status) {
        Leadership leadership = status.leadership();
        return new ElectionDescriptor(
                leadership.election(),
                leadership.role(),
                status.leading(),
                status.mode(),
                leadership.leaderIdentity(),
                leadership.leaderAddress(),
                leadership.identity(),
                leadership.term(),
                leadership.fencingToken(),
                leadership.since(),
                leadership.lastLoss(),
                inMillis(status.sinceRenewal()),
                inMillis(status.timeLeft()),
                StoreDescriptor.of(status.store()),
                status.timings(),
                new WorkDescriptor(status.runningCalls(), status.deadWorkers(), status.overdueWork()),
                status.transitions());
    }

    /** Finer than that is noise to whoever reads it. */
    static @Nullable Duration inMillis(@Nullable Duration duration) {
        return duration == null ? null : duration.truncatedTo(ChronoUnit.MILLIS);
    }

    /** The contact with the store. */
    public record StoreDescriptor(
            String backend,
            String lease,
            boolean watching,
            @Nullable Duration sinceContact,
            Duration outOfContact,
            Duration forbidden,
            StoreStatus.@Nullable Failure lastFailure,
            StoreStatus.@Nullable Failure watchFailure) {

        static @Nullable StoreDescriptor of(@Nullable StoreStatus store) {
            return store == null
                    ? null
                    : new StoreDescriptor(
                            store.backend(),
                            store.lease(),
                            store.watching(),
                            inMillis(store.sinceContact()),
                            store.outOfContact().truncatedTo(ChronoUnit.MILLIS),
                            store.forbidden().truncatedTo(ChronoUnit.MILLIS),
                            store.lastFailure(),
                            store.watchFailure());
        }
    }

    /**
     * The work of the term.
     *
     * @param running gated calls in progress: how many of each name
     * @param dead workers that have failed in the present term
     * @param overdue what goes on after the drain timeout of an ended term
     */
    public record WorkDescriptor(Map<String, Integer> running, List<String> dead, List<String> overdue) {}
}
