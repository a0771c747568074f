package io.leaderelection.it.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.leaderelection.LeaderElections;
import io.leaderelection.autoconfigure.KubernetesConnectionDetails;
import io.leaderelection.it.apiserver.Leases;
import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RealApiServer;
import io.leaderelection.test.apiserver.TestNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.testcontainers.k3s.K3sContainer;

/**
 * A {@code @ServiceConnection} for K3s, all but the container: no Docker is asked for, and what would be in the container
 * is the real server of the other tests.
 */
@RealApiServer
class ConnectionTests {

    private static Path kubeconfig;

    @Test
    void anApplicationElectsOnTheServerOfItsContainer(ApiServer server) {
        try (TestNamespace namespace = server.newNamespace("k3s")) {
            kubeconfig = namespace.kubeconfig();
            try (ConfigurableApplicationContext context = SpringApplication.run(
                    WithContainer.class, "--spring.application.name=billing", "--server.port=0")) {
                assertThat(context.getBeansOfType(KubernetesConnectionDetails.class))
                        .hasSize(1);
                await().atMost(Duration.ofSeconds(60))
                        .until(context.getBean(LeaderElections.class).get()::isLeader);
                assertThat(Leases.in(namespace).get("billing").ok().text()).contains("\"holderIdentity\"");
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class WithContainer {

        /** A container that never starts: even its constructor asks for Docker. */
        @Bean
        @ServiceConnection
        K3sContainer k3s() throws IOException {
            K3sContainer container = mock(K3sContainer.class);
            when(container.getKubeConfigYaml()).thenReturn(Files.readString(kubeconfig));
            return container;
        }
    }
}
