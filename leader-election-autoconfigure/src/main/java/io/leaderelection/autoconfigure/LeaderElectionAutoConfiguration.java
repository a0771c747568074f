package io.leaderelection.autoconfigure;

import io.leaderelection.LeaderElections;
import io.leaderelection.autoconfigure.LeaderElectionProperties.FixedRole;
import io.leaderelection.elector.Randomness;
import io.leaderelection.elector.system.ElectorThreads;
import io.leaderelection.elector.system.SystemClock;
import io.leaderelection.elector.system.SystemRandomness;
import io.leaderelection.gate.ElectorClock;
import io.leaderelection.lock.file.FileLeaseStore;
import io.leaderelection.lock.memory.MemoryLeases;
import io.leaderelection.spring.ElectionLifecycle;
import io.leaderelection.spring.FirstTermWatch;
import io.leaderelection.spring.NamedLeaderElections;
import io.leaderelection.spring.ProcessExit;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/** Auto-configuration for leader election. */
@AutoConfiguration
@EnableConfigurationProperties({LeaderElectionProperties.class, ElectionProperties.class})
public final class LeaderElectionAutoConfiguration {

    /** Spring Boot sets this in the environment of its tests. */
    private static final String IN_TEST = "org.springframework.boot.test.context.SpringBootTestContextBootstrapper";

    private static final String NAME = "spring.application.name";

    @Bean
    static KeyCheck leaderElectionKeyCheck(ConfigurableEnvironment environment) {
        return new KeyCheck(environment);
    }

    /** Elections, whether they are held or switched off. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(LeaderElections.class)
    static class Elections {

        @Bean
        @ConditionalOnMissingBean
        ElectorClock leaderElectionClock() {
            return new SystemClock();
        }

        @Bean
        @ConditionalOnMissingBean
        Randomness leaderElectionRandomness() {
            return new SystemRandomness();
        }

        @Bean(destroyMethod = "close")
        @ConditionalOnMissingBean
        ElectorThreads leaderElectionThreads(ApplicationContext context) {
            return new ElectorThreads(context.getClassLoader());
        }

        @Bean
        @ConditionalOnMissingBean
        ProcessExit leaderElectionProcessExit(ApplicationContext context) {
            return ProcessExit.closing(context);
        }

        @Bean
        LeaderElectionFactory leaderElectionFactory(
                ElectorClock clock,
                Randomness randomness,
                ElectorThreads threads,
                ProcessExit exit,
                ApplicationContext context) {
            return new LeaderElectionFactory(clock, randomness, threads, exit, context);
        }

        @Bean
        ElectionPropertiesResolver leaderElectionPropertiesResolver(
                LeaderElectionProperties application,
                ElectionProperties defaults,
                ObjectProvider<KubernetesConnectionDetails> connection,
                Randomness randomness,
                Environment environment) {
            PodInfo pod = PodInfo.ofThisProcess();
            BackendChoice backends = new BackendChoice(
                    pod,
                    () -> connection.getIfAvailable() != null,
                    environment.getProperty(IN_TEST, Boolean.class, false));
            return new ElectionPropertiesResolver(application, defaults, backends, pod, randomness);
        }

        @Bean
        NamedLeaderElections leaderElections(ElectionRegistry elections) {
            return new NamedLeaderElections(elections.elections());
        }

        @Bean
        ElectionLifecycle leaderElectionLifecycle(
                ApplicationContext context, ElectionRegistry elections, ElectionProperties defaults) {
            ShutdownTimes.of(context.getEnvironment(), defaults).check(elections.resolved());
            return new ElectionLifecycle(context, elections.startTimes(), elections.patience());
        }

        @Bean
        FirstTermWatch leaderElectionFirstTermWatch(
                ApplicationContext context, ElectionRegistry elections, ElectorThreads threads) {
            return new FirstTermWatch(context, elections.beginningWhenReady(), threads);
        }

        /** Leases in files. */
        @Configuration(proxyBeanMethods = false)
        @ConditionalOnClass(FileLeaseStore.class)
        @ConditionalOnBooleanProperty(name = "leader.election.enabled", matchIfMissing = true)
        static class Files {

            @Bean
            FileLeaseStores leaderElectionFileLeaseStores() {
                return new FileLeaseStores(PodInfo.ofThisProcess());
            }
        }

        /** Elections are held. */
        @Configuration(proxyBeanMethods = false)
        @ConditionalOnBooleanProperty(name = "leader.election.enabled", matchIfMissing = true)
        static class Contested {

            @Bean
            @ConditionalOnMissingBean
            MemoryLeases leaderElectionMemoryLeases() {
                return new MemoryLeases();
            }

            @Bean
            @ConditionalOnMissingBean(LeaseStoreFactory.class)
            DefaultLeaseStoreFactory leaderElectionLeaseStoreFactory(
                    MemoryLeases memory, ObjectProvider<BackendStores> backends) {
                return new DefaultLeaseStoreFactory(memory, backends);
            }

            @Bean(destroyMethod = "close")
            ElectionRegistry leaderElectionRegistry(
                    ElectionPropertiesResolver resolver,
                    Environment environment,
                    LeaseStoreFactory stores,
                    ElectorThreads threads,
                    LeaderElectionFactory factory) {
                return ElectionRegistry.contested(
                        resolver.resolve(environment.getProperty(NAME)), stores, threads, factory::contested);
            }
        }

        /** No election is held: there is no client and no store, and each instance has a fixed role. */
        @Configuration(proxyBeanMethods = false)
        @ConditionalOnBooleanProperty(name = "leader.election.enabled", havingValue = false)
        static class Fixed {

            @Bean(destroyMethod = "close")
            ElectionRegistry leaderElectionRegistry(
                    ElectionPropertiesResolver resolver,
                    Environment environment,
                    LeaderElectionProperties application,
                    ElectorThreads threads,
                    LeaderElectionFactory factory) {
                boolean leads = application.whenDisabled() == FixedRole.LEADER;
                return ElectionRegistry.fixed(
                        resolver.resolve(environment.getProperty(NAME)),
                        threads,
                        election -> factory.fixed(election, leads));
            }
        }
    }
}
