package io.leaderelection.autoconfigure;

import io.leaderelection.GatedCallListener;
import io.leaderelection.LeaderElections;
import io.leaderelection.elector.Randomness;
import io.leaderelection.elector.system.ElectorThreads;
import io.leaderelection.elector.system.SystemClock;
import io.leaderelection.elector.system.SystemRandomness;
import io.leaderelection.gate.ElectorClock;
import io.leaderelection.lock.memory.MemoryLeases;
import io.leaderelection.spring.DirectEventPublisher;
import io.leaderelection.spring.ElectionLifecycle;
import io.leaderelection.spring.FirstTermWatch;
import io.leaderelection.spring.NamedLeaderElections;
import io.leaderelection.spring.ProcessExit;
import io.leaderelection.status.ElectionMonitor;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
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

    /** What Spring Boot sets in the environment of its tests. */
    private static final String IN_TEST = "org.springframework.boot.test.context.SpringBootTestContextBootstrapper";

    @Bean
    static KeyCheck leaderElectionKeyCheck(ConfigurableEnvironment environment) {
        return new KeyCheck(environment);
    }

    private static List<ResolvedElection> resolve(
            LeaderElectionProperties properties,
            ElectionProperties defaults,
            Environment environment,
            BackendChoice backends,
            Randomness randomness) {
        List<ResolvedElection> elections = new ElectionPropertiesResolver(
                        properties, defaults, backends, PodFacts.ofThisProcess(), randomness)
                .resolve(environment.getProperty("spring.application.name"));
        ShutdownTimes.of(environment, defaults).check(elections);
        return elections;
    }

    /** Elections are held. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = "leader.election.enabled", matchIfMissing = true)
    @ConditionalOnMissingBean(LeaderElections.class)
    static class Elected {

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
        MemoryLeases leaderElectionMemoryLeases() {
            return new MemoryLeases();
        }

        @Bean
        @ConditionalOnMissingBean(LeaseStoreFactory.class)
        BackendLeases leaderElectionLeaseStoreFactory(
                MemoryLeases memory, ObjectProvider<KubernetesLeases> kubernetes) {
            return new BackendLeases(memory, kubernetes);
        }

        @Bean
        @ConditionalOnMissingBean
        ProcessExit leaderElectionProcessExit(ApplicationContext context) {
            return ProcessExit.closing(context);
        }

        @Bean(destroyMethod = "close")
        HeldElections leaderElectionHeldElections(
                LeaderElectionProperties properties,
                ElectionProperties defaults,
                Environment environment,
                ObjectProvider<KubernetesConnectionDetails> connection,
                LeaseStoreFactory stores,
                ElectorClock clock,
                Randomness randomness,
                ElectorThreads threads,
                ProcessExit exit,
                ObjectProvider<GatedCallListener> calls,
                ObjectProvider<ElectionMonitor> monitors,
                ApplicationContext context) {
            List<ResolvedElection> plans = resolve(
                    properties,
                    defaults,
                    environment,
                    new BackendChoice(
                            PodFacts.ofThisProcess(),
                            connection.getIfAvailable() != null,
                            environment.getProperty(IN_TEST, Boolean.class, false)),
                    randomness);
            return HeldElections.open(
                    plans,
                    stores,
                    clock,
                    randomness,
                    threads,
                    exit,
                    new DirectEventPublisher(context),
                    new CallListeners(calls),
                    MonitorQueue.before(context.getBeanNamesForType(ElectionMonitor.class), monitors, threads));
        }

        @Bean
        NamedLeaderElections leaderElections(HeldElections elections) {
            return new NamedLeaderElections(elections.elections());
        }

        @Bean
        ElectionLifecycle leaderElectionLifecycle(ApplicationContext context, HeldElections elections) {
            return new ElectionLifecycle(context, elections.startTimes(), elections.patience());
        }

        @Bean
        FirstTermWatch leaderElectionFirstTermWatch(
                ApplicationContext context, HeldElections elections, ElectorThreads threads) {
            return new FirstTermWatch(context, elections.beginningWhenReady(), threads);
        }
    }

    /** No election is held: no client and no store, a fixed role. All the rest is as where one is. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = "leader.election.enabled", havingValue = false)
    @ConditionalOnMissingBean(LeaderElections.class)
    static class Fixed {

        @Bean(destroyMethod = "close")
        @ConditionalOnMissingBean
        ElectorThreads leaderElectionThreads(ApplicationContext context) {
            return new ElectorThreads(context.getClassLoader());
        }

        @Bean(destroyMethod = "close")
        HeldElections leaderElectionHeldElections(
                LeaderElectionProperties properties,
                ElectionProperties defaults,
                Environment environment,
                ElectorThreads threads,
                ObjectProvider<GatedCallListener> calls,
                ApplicationContext context) {
            Randomness randomness = new SystemRandomness();
            List<ResolvedElection> plans = resolve(properties, defaults, environment, BackendChoice.none(), randomness);
            return HeldElections.uncontested(
                    plans,
                    new SystemClock(),
                    randomness,
                    threads,
                    new DirectEventPublisher(context),
                    new CallListeners(calls),
                    properties.whenDisabled() == LeaderElectionProperties.FixedRole.LEADER);
        }

        @Bean
        NamedLeaderElections leaderElections(HeldElections elections) {
            return new NamedLeaderElections(elections.elections());
        }

        @Bean
        ElectionLifecycle leaderElectionLifecycle(ApplicationContext context, HeldElections elections) {
            return new ElectionLifecycle(context, elections.startTimes(), elections.patience());
        }

        @Bean
        FirstTermWatch leaderElectionFirstTermWatch(
                ApplicationContext context, HeldElections elections, ElectorThreads threads) {
            return new FirstTermWatch(context, elections.beginningWhenReady(), threads);
        }
    }
}
