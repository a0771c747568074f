package io.leaderelection.autoconfigure;

import io.leaderelection.LeaderElections;
import io.leaderelection.autoconfigure.LeaderElectionProperties.FixedRole;
import io.leaderelection.elector.Randomness;
import io.leaderelection.elector.system.ElectorThreads;
import io.leaderelection.elector.system.SystemRandomness;
import io.leaderelection.group.KeyHash;
import io.leaderelection.lock.file.FileLeaseStore;
import io.leaderelection.spi.LeaseStoreFactory;
import io.leaderelection.spi.ShardHash;
import io.leaderelection.spring.ElectionLifecycle;
import io.leaderelection.spring.FirstTermWatch;
import io.leaderelection.spring.NamedLeaderElections;
import io.leaderelection.spring.NamedShardGroups;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

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

        @Bean(destroyMethod = "close")
        @ConditionalOnMissingBean
        ElectorThreads leaderElectionThreads(ApplicationContext context) {
            return new ElectorThreads(context.getClassLoader());
        }

        /** A bean, so that an application can put something between elections and their stores. */
        @Bean
        @ConditionalOnMissingBean(LeaseStoreFactory.class)
        @ConditionalOnBooleanProperty(name = "leader.election.enabled", matchIfMissing = true)
        DefaultLeaseStoreFactory leaderElectionLeaseStoreFactory(BeanFactory beans) {
            return new DefaultLeaseStoreFactory(beans);
        }

        @Bean(destroyMethod = "close")
        ElectionRegistry leaderElectionRegistry(
                LeaderElectionProperties application,
                ElectionProperties defaults,
                ElectorThreads threads,
                ConfigurableEnvironment environment,
                ApplicationContext context) {
            Randomness randomness = context.getBeanProvider(Randomness.class).getIfAvailable(SystemRandomness::new);
            LeaderElectionFactory factory = new LeaderElectionFactory(randomness, threads, context);
            List<ResolvedElection> elections =
                    resolver(application, defaults, randomness, context).resolve(environment.getProperty(NAME));
            ShardHash hash = context.getBeanProvider(ShardHash.class).getIfAvailable(KeyHash::new);
            Set<String> named = ConfiguredKeys.in(environment).groups();
            List<ResolvedGroup> groups =
                    new GroupPropertiesResolver(application, defaults, hash, named).resolve(elections);
            if (!application.enabled()) {
                boolean leads = application.whenDisabled() == FixedRole.LEADER;
                return ElectionRegistry.fixed(elections, groups, threads, factory, leads);
            }
            OpenStores stores = new OpenStores(context.getBean(LeaseStoreFactory.class), threads.requests());
            return ElectionRegistry.contested(elections, groups, threads, stores, factory);
        }

        private static ElectionPropertiesResolver resolver(
                LeaderElectionProperties application,
                ElectionProperties defaults,
                Randomness randomness,
                ApplicationContext context) {
            PodInfo pod = PodInfo.ofThisProcess();
            BackendChoice backends = new BackendChoice(
                    pod,
                    () -> context.getBeanProvider(KubernetesConnectionDetails.class)
                                    .getIfAvailable()
                            != null,
                    context.getEnvironment().getProperty(IN_TEST, Boolean.class, false));
            return new ElectionPropertiesResolver(application, defaults, backends, pod, randomness);
        }

        @Bean
        NamedLeaderElections leaderElections(ElectionRegistry elections) {
            return new NamedLeaderElections(elections.elections());
        }

        @Bean
        NamedShardGroups leaderElectionShardGroups(ElectionRegistry elections) {
            return new NamedShardGroups(elections.groups());
        }

        @Bean
        ElectionLifecycle leaderElectionLifecycle(
                ApplicationContext context, ElectionRegistry elections, ElectionProperties defaults) {
            ShutdownTimes.of(context.getEnvironment(), defaults).check(elections.drainTimeouts());
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
    }
}
