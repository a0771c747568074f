package io.leaderelection.actuate;

import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElections;
import io.leaderelection.Leadership;
import io.leaderelection.status.ElectionStatus;
import io.leaderelection.status.StandbyStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/** Tells in {@code info} which role this instance has in each election, who leads, and who is known to wait. */
public final class LeaderElectionInfoContributor implements InfoContributor {

    private final LeaderElections elections;

    public LeaderElectionInfoContributor(LeaderElections elections) {
        this.elections = elections;
    }

    @Override
    public void contribute(Info.Builder builder) {
        Map<String, Object> roles = new LinkedHashMap<>();
        elections.all().forEach(election -> roles.put(election.name(), describe(election)));
        builder.withDetail("leaderElection", roles);
    }

    private static Map<String, Object> describe(LeaderElection election) {
        Leadership leadership = election.leadership();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("role", leadership.role());
        details.put("identity", leadership.identity());
        if (leadership.leaderIdentity() != null) {
            details.put("leader", leadership.leaderIdentity());
        }
        details.put("term", leadership.term());
        List<String> standbys = ElectionStatus.of(election).standbys().stream()
                .map(StandbyStatus::identity)
                .toList();
        if (!standbys.isEmpty()) {
            details.put("standbys", standbys);
        }
        return details;
    }
}
