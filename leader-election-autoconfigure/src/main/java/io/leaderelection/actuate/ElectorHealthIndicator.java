package io.leaderelection.actuate;

import io.leaderelection.LeaderElections;
import io.leaderelection.status.ElectionStatus;
import java.time.Duration;
import java.util.Comparator;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether the thread of all elections does its work: the only state of an election that a restart may cure, so fit for a
 * liveness probe. It is in no probe unless somebody puts it there.
 */
public final class ElectorHealthIndicator extends AbstractHealthIndicator {

    private final LeaderElections elections;
    private final Duration limit;

    /**
     * @param limit how long the thread may not answer
     */
    public ElectorHealthIndicator(LeaderElections elections, Duration limit) {
        super("The status of an election could not be read");
        this.elections = elections;
        this.limit = limit;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        Duration silence = elections.all().stream()
                .map(election -> ElectionStatus.of(election).electorSilence())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        health.up();
        if (HealthLimits.isPast(limit, silence)) {
            health.down()
                    .withDetail(
                            "reason", "The elector's thread has not answered for %s s".formatted(silence.toSeconds()))
                    .withDetail(
                            "fix", "Take a thread dump, look at the thread leader-election, and restart the process.");
        }
    }
}
