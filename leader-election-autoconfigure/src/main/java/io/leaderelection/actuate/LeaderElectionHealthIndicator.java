package io.leaderelection.actuate;

import io.leaderelection.LeaderElection;
import io.leaderelection.Leadership;
import io.leaderelection.status.ElectionStatus;
import io.leaderelection.status.StoreStatus;
import io.leaderelection.status.StoreTrouble;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether one instance can take part in one election: UP for a leader and for a healthy follower alike, DOWN with the
 * reason and the fix where it cannot any more.
 */
public final class LeaderElectionHealthIndicator extends AbstractHealthIndicator {

    private final LeaderElection election;
    private final HealthLimits limits;

    public LeaderElectionHealthIndicator(LeaderElection election, HealthLimits limits) {
        super("The status of an election could not be read");
        this.election = election;
        this.limits = limits;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        ElectionStatus status = ElectionStatus.of(election);
        Optional<Hindrance> hindrance = Hindrance.of(status, limits);
        health.up();
        hindrance.ifPresent(
                what -> health.down().withDetail("reason", what.reason()).withDetail("fix", what.fix()));
        describe(status).forEach(health::withDetail);
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
            put(details, "lastError", text(store.lastTrouble()));
            put(details, "watchError", text(store.watchTrouble()));
        }
        return details;
    }

    private static void put(Map<String, Object> details, String name, @Nullable Object value) {
        if (value != null) {
            details.put(name, value);
        }
    }

    private static @Nullable String text(@Nullable StoreTrouble trouble) {
        return trouble == null ? null : "%s: %s (%s)".formatted(trouble.at(), trouble.message(), trouble.kind());
    }
}
