package io.leaderelection.actuate;

import io.leaderelection.Leadership;
import io.leaderelection.Leadership.Role;
import io.leaderelection.LossReason;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.status.ElectionStatus;
import io.leaderelection.status.ElectionStatus.Mode;
import io.leaderelection.status.StandbyStatus;
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
        List<StandbyDescriptor> standbys,
        @Nullable StoreDescriptor store,
        @Nullable Timings timings,
        WorkDescriptor work,
        List<TransitionDescriptor> transitions)
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
                status.standbys().stream().map(StandbyDescriptor::of).toList(),
                StoreDescriptor.of(status.store()),
                status.timings(),
                new WorkDescriptor(status.runningCalls(), status.deadWorkers(), status.overdueWork()),
                status.transitions().stream().map(TransitionDescriptor::of).toList());
    }

    /** Finer than that is noise to whoever reads it. */
    static @Nullable Duration inMillis(@Nullable Duration duration) {
        return duration == null ? null : duration.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Who waits for the lease. */
    public record StandbyDescriptor(
            String identity, @Nullable String revision) {

        static StandbyDescriptor of(StandbyStatus standby) {
            return new StandbyDescriptor(standby.identity(), standby.revision());
        }
    }

    /** The contact with the store. */
    public record StoreDescriptor(
            String backend,
            String lease,
            boolean watching,
            @Nullable Duration sinceContact,
            Duration outOfContact,
            Duration forbidden,
            @Nullable FailureDescriptor lastFailure,
            @Nullable FailureDescriptor watchFailure) {

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
                            FailureDescriptor.of(store.lastFailure()),
                            FailureDescriptor.of(store.watchFailure()));
        }
    }

    /** A request without a proper answer. */
    public record FailureDescriptor(StoreFailure.Kind kind, String message, Instant at) {

        static @Nullable FailureDescriptor of(StoreStatus.@Nullable Failure failure) {
            return failure == null ? null : new FailureDescriptor(failure.kind(), failure.message(), failure.at());
        }
    }

    /** One change. */
    public record TransitionDescriptor(
            Instant at,
            Transition.Kind kind,
            @Nullable String leader,
            long term,
            long fencingToken,
            @Nullable LossReason reason,
            Duration lasted) {

        static TransitionDescriptor of(Transition transition) {
            return new TransitionDescriptor(
                    transition.at(),
                    transition.kind(),
                    transition.leader(),
                    transition.term(),
                    transition.fencingToken(),
                    transition.reason(),
                    transition.lasted());
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
