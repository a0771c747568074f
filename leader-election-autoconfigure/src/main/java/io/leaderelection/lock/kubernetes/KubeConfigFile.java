package io.leaderelection.lock.kubernetes;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.persister.FilePersister;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A kubeconfig file on the machine of a developer. Messages never quote it, nor what a parser says about it: it holds
 * credentials.
 */
final class KubeConfigFile {

    /** How long credentials of a kubeconfig, such as those that a command prints, are used before they are renewed. */
    private static final Duration CREDENTIALS_LAST = Duration.ofMinutes(5);

    private final String name;
    private final KubeConfig content;

    /**
     * @param name what messages call it
     */
    private KubeConfigFile(String name, KubeConfig content) {
        this.name = name;
        this.content = content;
    }

    /** Reads the file. */
    static KubeConfigFile read(Path path) {
        KubeConfigFile file = parse(path.toString(), () -> Files.newBufferedReader(path));
        file.content.setFile(path.toFile());
        file.content.setPersistConfig(new FilePersister(path.toFile()));
        return file;
    }

    /** A file that was never written, as its text. */
    static KubeConfigFile of(String text) {
        return parse("of the connection details", () -> new StringReader(text));
    }

    private static KubeConfigFile parse(String name, Callable<Reader> text) {
        try (Reader reader = text.call()) {
            return new KubeConfigFile(name, KubeConfig.loadKubeConfig(reader));
        } catch (Exception failure) {
            throw unusable(name, "it cannot be read (" + failure.getClass().getSimpleName() + ")");
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
            throw unusable(name, "its current context names no cluster with a server");
        }
        try {
            return ClientBuilder.kubeconfig(content, CREDENTIALS_LAST).build();
        } catch (IOException | RuntimeException failure) {
            throw unusable(
                    name,
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

    private static IllegalStateException unusable(String name, String why) {
        return new IllegalStateException(
                "The kubeconfig %s cannot be used: %s. Mend it, set KUBECONFIG to another one, or define an ApiClient bean."
                        .formatted(name, why));
    }
}
