package io.leaderelection.autoconfigure;

import io.kubernetes.client.openapi.ApiClient;
import io.leaderelection.LeaderElections;
import io.leaderelection.elector.system.ElectorThreads;
import io.leaderelection.lock.kubernetes.KubernetesEnvironment;
import io.leaderelection.lock.kubernetes.announce.LeaseEvents;
import io.leaderelection.lock.kubernetes.client.Interceptors;
import io.leaderelection.lock.kubernetes.death.PodDeathProof;
import io.leaderelection.lock.kubernetes.death.TerminationMessage;
import io.leaderelection.spi.LeaseStoreFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Auto-configuration for leases on a Kubernetes API server. */
@AutoConfiguration(before = LeaderElectionAutoConfiguration.class)
@ConditionalOnClass(ApiClient.class)
@ConditionalOnBooleanProperty(name = "leader.election.enabled", matchIfMissing = true)
@ConditionalOnMissingBean({LeaseStoreFactory.class, LeaderElections.class})
@EnableConfigurationProperties(ElectionProperties.class)
public final class KubernetesLeaderElectionAutoConfiguration {

    @Bean
    KubernetesLeaseStores leaderElectionKubernetesLeaseStores(
            ObjectProvider<ApiClient> apiClients,
            ObjectProvider<KubernetesConnectionDetails> connection,
            ObjectProvider<KubernetesLeaseStores.DeathProofs> proofs,
            ObjectProvider<KubernetesLeaseStores.Announcements> announcements,
            ElectionProperties defaults) {
        KubernetesConnectionDetails details = connection.getIfAvailable();
        Interceptors interceptors = defaults.kubernetes().interceptors();
        return new KubernetesLeaseStores(
                apiClients,
                KubernetesEnvironment.ofThisProcess(
                        PodInfo.ofThisProcess().serviceAccount(), details == null ? null : details.getKubeconfig()),
                proofs,
                announcements,
                interceptors == null ? Interceptors.AUTHENTICATION : interceptors);
    }

    /** Takeover on the proof that a leader's process has ended. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(PodDeathProof.class)
    static class Death {

        @Bean
        @ConditionalOnMissingBean(KubernetesLeaseStores.DeathProofs.class)
        PodDeathProofs leaderElectionPodDeathProofs() {
            return new PodDeathProofs(
                    new TerminationMessage(PodInfo.ofThisProcess().serviceAccount()));
        }
    }

    /** Events and the label of the leading pod. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(LeaseEvents.class)
    static class Announcing {

        @Bean
        @ConditionalOnMissingBean(KubernetesLeaseStores.Announcements.class)
        KubernetesAnnouncer leaderElectionKubernetesAnnouncer(ObjectProvider<ElectorThreads> threads) {
            return new KubernetesAnnouncer(PodInfo.ofThisProcess(), threads);
        }
    }
}
