package io.leaderelection.autoconfigure;

import io.leaderelection.LeaderElections;
import io.leaderelection.ShardGroups;
import io.leaderelection.actuate.LeaderElectionEndpoint;
import io.leaderelection.actuate.LeaderElectionInfoContributor;
import io.leaderelection.spring.NamedShardGroups;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** Auto-configuration for the endpoints of Actuator: {@code leaderelection}, and elections in {@code info}. */
@AutoConfiguration(after = LeaderElectionAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@Conditional(OnElections.class)
public final class LeaderElectionActuatorAutoConfiguration {

    @Bean
    @ConditionalOnAvailableEndpoint
    @ConditionalOnMissingBean(name = "leaderElectionEndpoint")
    LeaderElectionEndpoint leaderElectionEndpoint(
            LeaderElections elections, ObjectProvider<ShardGroups> groups, ApplicationEventPublisher publisher) {
        return new LeaderElectionEndpoint(elections, all(groups), publisher);
    }

    @Bean
    @ConditionalOnEnabledInfoContributor("leaderelection")
    @ConditionalOnMissingBean(name = "leaderElectionInfoContributor")
    LeaderElectionInfoContributor leaderElectionInfoContributor(
            LeaderElections elections, ObjectProvider<ShardGroups> groups) {
        return new LeaderElectionInfoContributor(elections, all(groups));
    }

    /** An application with elections of its own may have none. */
    private static ShardGroups all(ObjectProvider<ShardGroups> groups) {
        return groups.getIfAvailable(() -> new NamedShardGroups(List.of()));
    }
}
