package io.leaderelection.actuate;

import io.leaderelection.LeaderElections;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Decides which health groups the contributor {@code leadership} belongs to; after the groups of probes were made. */
@Order(Ordered.LOWEST_PRECEDENCE)
public final class LeadershipHealthGroupsPostProcessor implements HealthEndpointGroupsPostProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(LeadershipHealthGroupsPostProcessor.class);

    private final Supplier<LeaderElections> elections;
    private final Predicate<String> readyOnlyAsLeader;

    /**
     * @param elections the elections; asked for when the groups are made
     * @param readyOnlyAsLeader whether only the leader of the election of this name is ready
     */
    public LeadershipHealthGroupsPostProcessor(
            Supplier<LeaderElections> elections, Predicate<String> readyOnlyAsLeader) {
        this.elections = elections;
        this.readyOnlyAsLeader = readyOnlyAsLeader;
    }

    @Override
    public HealthEndpointGroups postProcessHealthEndpointGroups(HealthEndpointGroups groups) {
        Set<String> members = membersOfReadiness();
        if (!members.isEmpty() && groups.get(LeadershipHealthGroups.READINESS) == null) {
            LOG.warn("leader.election.readiness is 'leader-only', but there is no health group 'readiness' to apply it"
                    + " to: set management.endpoint.health.probes.enabled to true, or define the group");
        }
        return new LeadershipHealthGroups(groups, members);
    }

    private Set<String> membersOfReadiness() {
        LeaderElections all = elections.get();
        boolean single = all.all().size() == 1;
        return all.all().stream()
                .map(election -> election.name())
                .filter(readyOnlyAsLeader)
                .map(name -> single
                        ? LeadershipHealthGroups.CONTRIBUTOR
                        : LeadershipHealthGroups.CONTRIBUTOR + "/" + ElectionContributors.component(name))
                .collect(Collectors.toUnmodifiableSet());
    }
}
