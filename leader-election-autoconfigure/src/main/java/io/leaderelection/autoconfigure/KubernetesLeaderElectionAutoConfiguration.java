package io.leaderelection.autoconfigure;

import io.kubernetes.client.openapi.ApiClient;
import io.leaderelection.LeaderElections;
import io.leaderelection.elector.system.ElectorThreads;
import io.leaderelection.lock.kubernetes.Interceptors;
import io.leaderelection.lock.kubernetes.KubernetesEnvironment;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

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
            KubernetesAnnouncer announcer,
            ElectionProperties defaults) {
        KubernetesConnectionDetails details = connection.getIfAvailable();
        Interceptors interceptors = defaults.kubernetes().interceptors();
        return new KubernetesLeaseStores(
                apiClients,
                details == null
                        ? KubernetesEnvironment.ofThisProcess()
                        : KubernetesEnvironment.ofKubeconfig(details.getKubeconfig()),
                announcer,
                interceptors == null ? Interceptors.AUTHENTICATION : interceptors);
    }

    @Bean
    @ConditionalOnMissingBean
    KubernetesAnnouncer leaderElectionKubernetesAnnouncer(ObjectProvider<ElectorThreads> threads) {
        return new KubernetesAnnouncer(
                PodInfo.ofThisProcess(), (delay, task) -> threads.getObject().schedule(delay, task));
    }
}
