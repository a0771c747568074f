package io.leaderelection.actuate;

import io.leaderelection.LeaderElection;
import io.leaderelection.Leadership;
import io.leaderelection.status.ElectionProblem;
import io.leaderelection.status.ElectionStatus;
import io.leaderelection.status.StoreStatus;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether one instance can take part in one election. UP for a leader and for a healthy follower; DOWN, with reason and
 * fix, for an instance that cannot take part any more. UNKNOWN, which fails no probe, if nobody leads for longer than a
 * takeover takes: a restart of this instance is not known to help.
 */
public final class LeaderElectionHealthIndicator extends AbstractHealthIndicator {

    private final LeaderElection election;
    private final HealthLimits limits;
    private final InstantSource clock;

    public LeaderElectionHealthIndicator(LeaderElection election, HealthLimits limits) {
        this(election, limits, InstantSource.system());
    }

    LeaderElectionHealthIndicator(LeaderElection election, HealthLimits limits, InstantSource clock) {
        super("The status of an election could not be read");
        this.clock = clock;
        this.election = election;
        this.limits = limits;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        ElectionStatus status = ElectionStatus.of(election);
        Optional<ElectionProblem> problem = HealthProblem.of(status, limits);
        Optional<Vacancy> vacancy = Vacancy.of(status, clock.instant());
        health.up();
        vacancy.filter(Vacancy::overlong)
                .ifPresent(nobody -> health.unknown()
                        .withDetail("reason", "Nobody leads, though the store answers")
                        .withDetail("fix", "See whether a replica campaigns, and what its log and health tell."));
        problem.ifPresent(
                what -> health.down().withDetail("reason", what.reason()).withDetail("fix", what.fix()));
        describe(status).forEach(health::withDetail);
        vacancy.ifPresent(
                nobody -> health.withDetail("noLeaderFor", nobody.time().truncatedTo(ChronoUnit.MILLIS)));
    }

    private static Map<String, Object> describe(ElectionStatus status) {
        Leadership leadership = status.leadership();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("election", leadership.election());
        details.put("role", leadership.role());
        details.put("mode", status.mode());
        put(details, "leader", leadership.leaderIdentity());
        details.put("identity", leadership.identity());
        details.put("term", leadership.term());
        details.put("token", leadership.fencingToken());
        details.put("since", leadership.since());
        put(details, "sinceRenewal", ElectionDescriptor.inMillis(status.sinceRenewal()));
        StoreStatus store = status.store();
        if (store != null) {
            details.put("lease", store.lease());
            details.put("changes", store.watching() ? "watching" : "polling");
            put(details, "sinceContact", ElectionDescriptor.inMillis(store.sinceContact()));
            put(details, "lastError", text(store.lastFailure()));
            put(details, "watchError", text(store.watchFailure()));
        }
        return details;
    }

    private static void put(Map<String, Object> details, String name, @Nullable Object value) {
        if (value != null) {
            details.put(name, value);
        }
    }

    private static @Nullable String text(StoreStatus.@Nullable Failure failure) {
        return failure == null ? null : "%s: %s (%s)".formatted(failure.at(), failure.message(), failure.kind());
    }
}
