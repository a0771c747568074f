package io.leaderelection.autoconfigure;

import io.leaderelection.spring.leaderonly.ExcludedGateCheck;
import io.leaderelection.spring.leaderonly.LeaderElectionResolver;
import io.leaderelection.spring.lifecycle.LeaderLifecycles;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

/** Auto-configuration that detects work of the leader in an application that excludes the gates. */
@AutoConfiguration
public final class LeaderGuardAutoConfiguration {

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static ExcludedGateCheck leaderElectionExcludedGateCheck(ConfigurableListableBeanFactory beans) {
        return new ExcludedGateCheck(
                beans,
                () -> beans.getBeanNamesForType(LeaderElectionResolver.class).length > 0,
                () -> beans.getBeanNamesForType(LeaderLifecycles.class).length > 0);
    }
}
