package io.leaderelection.autoconfigure;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * The Kubernetes API server to use instead of the one that this process would find by itself. With a bean of this type,
 * {@code leader.election.backend: auto} means Kubernetes. An {@code ApiClient} bean of the application takes precedence.
 */
@FunctionalInterface
public interface KubernetesConnectionDetails extends ConnectionDetails {

    /** Text of a kubeconfig file, whose current context tells server, credentials and namespace. */
    String getKubeconfig();
}
