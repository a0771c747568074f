package io.leaderelection.autoconfigure;

import io.leaderelection.LeaderElections;
import io.leaderelection.actuate.ElectionContributors;
import io.leaderelection.actuate.LeadershipHealthGroupsPostProcessor;
import io.leaderelection.actuate.LeadershipHealthIndicator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Auto-configuration for readiness by leadership, and for health groups that name {@code leadership}. It runs after that of
 * the probes, because only then there is a readiness group.
 */
@AutoConfiguration(after = {LeaderElectionAutoConfiguration.class, AvailabilityProbesAutoConfiguration.class})
@ConditionalOnClass({HealthEndpointGroupsPostProcessor.class, Endpoint.class})
@Conditional(OnElections.class)
@EnableConfigurationProperties({LeaderElectionProperties.class, ElectionProperties.class})
public final class LeaderReadinessAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = {"leadershipHealthContributor", "leadershipHealthIndicator"})
    HealthContributor leadershipHealthContributor(LeaderElections elections) {
        return ElectionContributors.of(elections, LeadershipHealthIndicator::new);
    }

    @Bean
    LeadershipHealthGroupsPostProcessor leaderElectionHealthGroupsPostProcessor(
            ObjectProvider<LeaderElections> elections,
            ObjectProvider<LeaderElectionProperties> properties,
            ObjectProvider<ElectionProperties> defaults) {
        return new LeadershipHealthGroupsPostProcessor(
                elections::getObject, name -> properties.getObject().readyOnlyAsLeader(name, defaults.getObject()));
    }
}
