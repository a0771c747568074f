package io.leaderelection.autoconfigure;

import io.leaderelection.LeaderElections;
import io.leaderelection.ShardGroups;
import io.leaderelection.metrics.LeaderElectionMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** Auto-configuration for the meters of elections, in the registries of the application context. */
@AutoConfiguration(
        after = LeaderElectionAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@Conditional(OnElections.class)
public final class LeaderElectionMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "leaderElectionMetrics")
    LeaderElectionMetrics leaderElectionMetrics(
            ObjectProvider<LeaderElections> elections, ObjectProvider<ShardGroups> groups) {
        return new LeaderElectionMetrics(
                elections::getObject,
                () -> groups.stream().flatMap(all -> all.all().stream()).toList());
    }
}
