package io.leaderelection.autoconfigure;

import io.leaderelection.spring.leaderonly.ContextHierarchyCheck;
import io.leaderelection.spring.leaderonly.LeaderElectionResolver;
import io.leaderelection.spring.leaderonly.LeaderOnlyAdvisor;
import io.leaderelection.spring.leaderonly.LeaderOnlyAttributeSource;
import io.leaderelection.spring.leaderonly.LeaderOnlyValidator;
import io.leaderelection.spring.leaderonly.RunOnGrantProcessor;
import io.leaderelection.spring.leaderonly.ScheduledBeans;
import io.leaderelection.spring.leaderonly.SkippedRuns;
import io.leaderelection.spring.lifecycle.LeaderLifecycleRegistration;
import org.springframework.aop.config.AopConfigUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.context.annotation.Role;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Auto-configuration for {@link io.leaderelection.LeaderOnly} on methods. Its beans are infrastructure made by static
 * methods, because they must exist before the beans that they gate. They need no other bean until the first call.
 */
@AutoConfiguration(after = {LeaderElectionAutoConfiguration.class, AopAutoConfiguration.class})
@Conditional(OnElections.class)
@Import(LeaderGateAutoConfiguration.ProxyCreator.class)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
public final class LeaderGateAutoConfiguration {

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static LeaderOnlyAttributeSource leaderElectionGateAttributes() {
        return new LeaderOnlyAttributeSource();
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static LeaderElectionResolver leaderElectionResolver(ConfigurableListableBeanFactory beans) {
        return new LeaderElectionResolver(beans);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static LeaderOnlyAdvisor leaderElectionGateAdvisor(
            LeaderOnlyAttributeSource attributes, LeaderElectionResolver elections) {
        return new LeaderOnlyAdvisor(attributes, elections);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static LeaderOnlyValidator leaderElectionGateValidator(
            LeaderOnlyAttributeSource attributes, ConfigurableListableBeanFactory beans) {
        return new LeaderOnlyValidator(attributes, beans);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static RunOnGrantProcessor leaderElectionRunOnGrantProcessor(
            LeaderOnlyAttributeSource attributes,
            LeaderElectionResolver elections,
            ScheduledBeans scheduled,
            ConfigurableListableBeanFactory beans) {
        return new RunOnGrantProcessor(attributes, elections, scheduled, beans);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static ScheduledBeans leaderElectionScheduledBeans(
            LeaderOnlyAttributeSource attributes, ConfigurableListableBeanFactory beans) {
        return new ScheduledBeans(attributes, beans);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static SkippedRuns leaderElectionSkippedRuns() {
        return new SkippedRuns();
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static ContextHierarchyCheck leaderElectionContextHierarchyCheck(
            LeaderOnlyAttributeSource attributes, ApplicationContext context) {
        return new ContextHierarchyCheck(
                attributes, LeaderLifecycleRegistration.class, LeaderElectionChildContext.class, context);
    }

    /** Registers a proxy creator. Without one, as with {@code spring.aop.auto=false}, every instance would run everything. */
    static final class ProxyCreator implements ImportBeanDefinitionRegistrar {

        @Override
        public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
            AopConfigUtils.registerAutoProxyCreatorIfNecessary(registry);
        }
    }
}
