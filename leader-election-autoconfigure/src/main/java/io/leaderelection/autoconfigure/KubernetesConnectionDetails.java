package io.leaderelection.autoconfigure;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * The Kubernetes API server to use, in the place of what the surroundings of this process tell. Where a bean of this type
 * is defined, {@code leader.election.backend: auto} means Kubernetes. An {@code ApiClient} bean of the application goes
 * first.
 */
@FunctionalInterface
public interface KubernetesConnectionDetails extends ConnectionDetails {

    /** Text of a kubeconfig file, whose current context tells server, credentials and namespace. */
    String getKubeconfig();
}
