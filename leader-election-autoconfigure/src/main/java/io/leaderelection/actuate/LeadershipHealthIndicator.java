package io.leaderelection.actuate;

import io.leaderelection.LeaderElection;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether one instance leads: UP if so, else OUT_OF_SERVICE. Only for groups that name it, and for readiness if
 * configured; see {@link LeadershipHealthGroups}.
 */
public final class LeadershipHealthIndicator extends AbstractHealthIndicator {

    private final LeaderElection election;

    public LeadershipHealthIndicator(LeaderElection election) {
        super("The role in an election could not be read");
        this.election = election;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        if (election.isLeader()) {
            health.up();
        } else {
            health.outOfService();
        }
        health.withDetail("election", election.name());
    }
}
