package io.leaderelection.autoconfigure;

import io.leaderelection.LeaderElections;
import io.leaderelection.actuate.LeaderElectionInfoContributor;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration for what {@code info} tells of elections. */
@AutoConfiguration(after = LeaderElectionAutoConfiguration.class)
@ConditionalOnClass({InfoContributor.class, ConditionalOnEnabledInfoContributor.class})
@ConditionalOnBean(LeaderElections.class)
public final class LeaderElectionInfoAutoConfiguration {

    @Bean
    @ConditionalOnEnabledInfoContributor("leaderelection")
    @ConditionalOnMissingBean
    LeaderElectionInfoContributor leaderElectionInfoContributor(LeaderElections elections) {
        return new LeaderElectionInfoContributor(elections);
    }
}
