package io.leaderelection.autoconfigure;

import io.leaderelection.LeaderElections;
import io.leaderelection.spring.leaderonly.ElectionLookup;
import io.leaderelection.spring.leaderonly.FamilyCheck;
import io.leaderelection.spring.leaderonly.GateRules;
import io.leaderelection.spring.leaderonly.GrantRuns;
import io.leaderelection.spring.leaderonly.LeaderOnlyAdvisor;
import io.leaderelection.spring.leaderonly.LeaderOnlyInspector;
import io.leaderelection.spring.leaderonly.LeaderOnlyValidation;
import io.leaderelection.spring.leaderonly.ProxiedClasses;
import io.leaderelection.spring.leaderonly.RunsInProgress;
import io.leaderelection.spring.leaderonly.ScheduledBeans;
import io.leaderelection.spring.leaderonly.SkippedRunPredicate;
import io.leaderelection.spring.lifecycle.LeaderLifecycleRegistration;
import org.springframework.aop.config.AopConfigUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.context.annotation.Role;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Auto-configuration for {@link io.leaderelection.LeaderOnly} on methods. Its beans are of the infrastructure and made by
 * static methods: what gates others is made before them, and needs none of them until the first call.
 */
@AutoConfiguration(after = {LeaderElectionAutoConfiguration.class, AopAutoConfiguration.class})
@ConditionalOnBean(LeaderElections.class)
@Import(LeaderGateAutoConfiguration.ProxyCreator.class)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
public final class LeaderGateAutoConfiguration {

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static GateRules leaderElectionGateRules() {
        return new GateRules();
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static ElectionLookup leaderElectionLookup(GateRules rules, ConfigurableListableBeanFactory beans) {
        return new ElectionLookup(rules, beans);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static RunsInProgress leaderElectionRunsInProgress() {
        return new RunsInProgress();
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static LeaderOnlyAdvisor leaderElectionGateAdvisor(GateRules rules, ElectionLookup elections, RunsInProgress runs) {
        return new LeaderOnlyAdvisor(rules, elections, runs);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static LeaderOnlyInspector leaderElectionGateInspector(GateRules rules, ConfigurableListableBeanFactory beans) {
        return new LeaderOnlyInspector(rules, beans);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static LeaderOnlyValidation leaderElectionGateValidation(
            GateRules rules, LeaderOnlyInspector inspector, ConfigurableListableBeanFactory beans) {
        return new LeaderOnlyValidation(rules, inspector, beans);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static GrantRuns leaderElectionGrantRuns(
            GateRules rules,
            ElectionLookup elections,
            ScheduledBeans scheduled,
            ConfigurableListableBeanFactory beans) {
        return new GrantRuns(rules, elections, scheduled, beans);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static ScheduledBeans leaderElectionScheduledBeans(GateRules rules, ConfigurableListableBeanFactory beans) {
        return new ScheduledBeans(rules, beans);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static ProxiedClasses leaderElectionProxiedClasses() {
        return new ProxiedClasses();
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static SkippedRunPredicate leaderElectionSkippedRunPredicate(
            GateRules rules,
            ElectionLookup elections,
            RunsInProgress runs,
            ScheduledBeans scheduled,
            ProxiedClasses proxied) {
        return new SkippedRunPredicate(rules, elections, runs, scheduled, proxied);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static FamilyCheck leaderElectionFamilyCheck(GateRules rules, ApplicationContext context) {
        return new FamilyCheck(rules, LeaderLifecycleRegistration.class, LeaderElectionChildContext.class, context);
    }

    /** Without a creator of proxies, as with {@code spring.aop.auto=false}, everything would run everywhere. */
    static final class ProxyCreator implements ImportBeanDefinitionRegistrar {

        @Override
        public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
            AopConfigUtils.registerAutoProxyCreatorIfNecessary(registry);
        }
    }
}
