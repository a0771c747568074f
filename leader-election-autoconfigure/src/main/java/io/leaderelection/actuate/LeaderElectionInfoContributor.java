package io.leaderelection.actuate;

import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElections;
import io.leaderelection.Leadership;
import io.leaderelection.ShardGroups;
import io.leaderelection.status.ElectionStatus;
import io.leaderelection.status.GroupStatus;
import io.leaderelection.status.StandbyStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/** Tells in {@code info} each election's role, leader and known standbys, and this instance's share of each group. */
public final class LeaderElectionInfoContributor implements InfoContributor {

    private final LeaderElections elections;
    private final ShardGroups groups;

    public LeaderElectionInfoContributor(LeaderElections elections, ShardGroups groups) {
        this.elections = elections;
        this.groups = groups;
    }

    @Override
    public void contribute(Info.Builder builder) {
        Map<String, Object> roles = new LinkedHashMap<>();
        elections.all().forEach(election -> roles.put(election.name(), describe(election)));
        builder.withDetail("leaderElection", roles);
        Map<String, Object> shares = new LinkedHashMap<>();
        GroupDescriptor.telling(groups.all().stream())
                .forEach(group -> shares.put(group.name(), describe(GroupDescriptor.statusOf(group))));
        if (!shares.isEmpty()) {
            builder.withDetail("shardGroups", shares);
        }
    }

    private static Map<String, Object> describe(GroupStatus status) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("shards", status.shards());
        details.put("owned", status.owned());
        details.put("members", status.members().size());
        status.seat().ifPresent(seat -> details.put("seat", seat));
        return details;
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
