package io.leaderelection.autoconfigure;

import io.leaderelection.LeaderElections;
import io.leaderelection.ShardGroups;
import io.leaderelection.actuate.ElectionContributors;
import io.leaderelection.actuate.ElectorHealthIndicator;
import io.leaderelection.actuate.HealthLimits;
import io.leaderelection.actuate.LeaderElectionHealthIndicator;
import io.leaderelection.actuate.ShardGroupHealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Auto-configuration for the health of elections. The contributors exist in every mode, so that health groups can
 * name them in a configuration that all environments share.
 */
@AutoConfiguration(after = LeaderElectionAutoConfiguration.class)
@ConditionalOnClass({HealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@Conditional(OnElections.class)
@EnableConfigurationProperties(LeaderElectionProperties.class)
public final class LeaderElectionHealthAutoConfiguration {

    @Bean
    @ConditionalOnEnabledHealthIndicator("leaderelection")
    @ConditionalOnMissingBean(name = {"leaderElectionHealthContributor", "leaderElectionHealthIndicator"})
    HealthContributor leaderElectionHealthContributor(LeaderElections elections, LeaderElectionProperties properties) {
        HealthLimits limits = properties.health().limits();
        return ElectionContributors.of(elections, election -> new LeaderElectionHealthIndicator(election, limits));
    }

    @Bean
    @ConditionalOnEnabledHealthIndicator("leaderelectiongroups")
    @ConditionalOnMissingBean(name = {"leaderElectionGroupsHealthContributor", "leaderElectionGroupsHealthIndicator"})
    @Conditional(OnGroups.class)
    HealthContributor leaderElectionGroupsHealthContributor(ShardGroups groups, LeaderElectionProperties properties) {
        return ShardGroupHealthIndicator.of(groups, properties.health().limits());
    }

    @Bean
    @ConditionalOnEnabledHealthIndicator("leaderelector")
    @ConditionalOnMissingBean(name = {"leaderElectorHealthContributor", "leaderElectorHealthIndicator"})
    ElectorHealthIndicator leaderElectorHealthIndicator(
            LeaderElections elections, LeaderElectionProperties properties) {
        return new ElectorHealthIndicator(
                elections, properties.health().limits().electorStalled());
    }
}
