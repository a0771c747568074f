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
@EnableConfigurationProperties(ElectionProperties.class)
public final class KubernetesLeaderElectionAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean({KubernetesLeases.class, LeaseStoreFactory.class, LeaderElections.class})
    KubernetesLeases leaderElectionKubernetesLeases(
            ObjectProvider<ApiClient> apiClients,
            ObjectProvider<KubernetesConnectionDetails> connection,
            KubernetesSigns signs,
            ElectionProperties defaults) {
        KubernetesConnectionDetails given = connection.getIfAvailable();
        Interceptors kept = defaults.kubernetes().interceptors();
        return new KubernetesLeases(
                apiClients,
                given == null
                        ? KubernetesEnvironment.ofThisProcess()
                        : KubernetesEnvironment.ofKubeconfig(given.getKubeconfig()),
                signs,
                kept == null ? Interceptors.AUTHENTICATION : kept);
    }

    @Bean
    @ConditionalOnMissingBean({KubernetesSigns.class, LeaseStoreFactory.class, LeaderElections.class})
    KubernetesSigns leaderElectionKubernetesSigns(ObjectProvider<ElectorThreads> threads) {
        return new KubernetesSigns(
                PodFacts.ofThisProcess(), (delay, task) -> threads.getObject().schedule(delay, task));
    }
}
