package io.leaderelection.lock.kubernetes;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.persister.FilePersister;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A kubeconfig file on the machine of a developer. Messages never quote it, nor what a parser says about it: it holds
 * credentials.
 */
final class KubeConfigFile {

    /** How long credentials of a kubeconfig, such as those that a command prints, are used before they are renewed. */
    private static final Duration CREDENTIALS_LAST = Duration.ofMinutes(5);

    private final Path path;
    private final KubeConfig content;

    private KubeConfigFile(Path path, KubeConfig content) {
        this.path = path;
        this.content = content;
    }

    /** Reads the file. */
    static KubeConfigFile read(Path path) {
        try (BufferedReader reader = Files.newBufferedReader(path)) {
            KubeConfig content = KubeConfig.loadKubeConfig(reader);
            content.setFile(path.toFile());
            content.setPersistConfig(new FilePersister(path.toFile()));
            return new KubeConfigFile(path, content);
        } catch (IOException | RuntimeException failure) {
            throw unusable(path, "it cannot be read (" + failure.getClass().getSimpleName() + ")");
        }
    }

    /** The namespace of the current context, where it names one. */
    @Nullable
    String namespace() {
        return content.getNamespace();
    }

    /** A client for the cluster of the current context. */
    ApiClient client() {
        if (server() == null) {
            throw unusable(path, "its current context names no cluster with a server");
        }
        try {
            return ClientBuilder.kubeconfig(content, CREDENTIALS_LAST).build();
        } catch (IOException | RuntimeException failure) {
            throw unusable(
                    path,
                    "the credentials or certificates of its current context cannot be used ("
                            + failure.getClass().getSimpleName() + ")");
        }
    }

    private @Nullable String server() {
        try {
            return content.getServer();
        } catch (RuntimeException noCluster) {
            return null;
        }
    }

    private static IllegalStateException unusable(Path path, String why) {
        return new IllegalStateException(
                "The kubeconfig %s cannot be used: %s. Mend it, set KUBECONFIG to another one, or define an ApiClient bean."
                        .formatted(path, why));
    }
}
