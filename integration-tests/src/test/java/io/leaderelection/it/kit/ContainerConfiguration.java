package io.leaderelection.it.kit;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/** The server of an application's tests as a container, where there is Docker; only compiled here. */
@TestConfiguration(proxyBeanMethods = false)
class ContainerConfiguration {

    @Bean
    @ServiceConnection
    K3sContainer k3s() {
        return new K3sContainer(DockerImageName.parse("rancher/k3s:v1.36.3-k3s1"));
    }
}
