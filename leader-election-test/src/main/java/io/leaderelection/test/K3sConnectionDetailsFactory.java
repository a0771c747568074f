package io.leaderelection.test;

import io.leaderelection.autoconfigure.KubernetesConnectionDetails;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.testcontainers.k3s.K3sContainer;

/** Lets an application elect on the API server of a {@code @ServiceConnection K3sContainer}. */
final class K3sConnectionDetailsFactory
        extends ContainerConnectionDetailsFactory<K3sContainer, KubernetesConnectionDetails> {

    @Override
    protected KubernetesConnectionDetails getContainerConnectionDetails(
            ContainerConnectionSource<K3sContainer> source) {
        return new K3sConnectionDetails(source);
    }

    private static final class K3sConnectionDetails extends ContainerConnectionDetails<K3sContainer>
            implements KubernetesConnectionDetails {

        private K3sConnectionDetails(ContainerConnectionSource<K3sContainer> source) {
            super(source);
        }

        @Override
        public String getKubeconfig() {
            return getContainer().getKubeConfigYaml();
        }
    }
}
