package io.leaderelection.autoconfigure;

import io.leaderelection.spring.lifecycle.LateRegistrations;
import io.leaderelection.spring.lifecycle.LeaderLifecycleProcessor;
import io.leaderelection.spring.lifecycle.LeaderLifecycleRegistration;
import io.leaderelection.spring.lifecycle.LeaderLifecycles;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Role;
import org.springframework.context.support.AbstractApplicationContext;

/** Auto-configuration for lifecycles that run only where this instance leads. */
@AutoConfiguration(before = LifecycleAutoConfiguration.class, after = LeaderElectionAutoConfiguration.class)
@Conditional(OnElections.class)
@EnableConfigurationProperties({LifecycleProperties.class, LeaderElectionProperties.class, ElectionProperties.class})
public final class LeaderLifecycleAutoConfiguration {

    @Bean
    LeaderLifecycles leaderElectionLifecycles(
            ConfigurableListableBeanFactory beans,
            ObjectProvider<LeaderLifecycleRegistration> registrations,
            LeaderElectionProperties properties,
            ElectionProperties defaults) {
        return new LeaderLifecycles(
                beans,
                () -> registrations.orderedStream().toList(),
                election -> properties.drainTimeoutOf(election, defaults));
    }

    /** Infrastructure and static, because it must exist before the registries that it watches. */
    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static LateRegistrations leaderElectionLateRegistrations(ObjectProvider<LeaderLifecycles> lifecycles) {
        return new LateRegistrations(lifecycles::getObject);
    }

    /** Replaces Spring Boot's own processor, and does the same except for the leader's lifecycles. */
    @Bean(name = AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME)
    @ConditionalOnMissingBean(
            name = AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME,
            search = SearchStrategy.CURRENT)
    LeaderLifecycleProcessor leaderLifecycleProcessor(LeaderLifecycles lifecycles, LifecycleProperties properties) {
        LeaderLifecycleProcessor processor = new LeaderLifecycleProcessor(lifecycles);
        processor.setTimeoutPerShutdownPhase(
                properties.getTimeoutPerShutdownPhase().toMillis());
        return processor;
    }
}
