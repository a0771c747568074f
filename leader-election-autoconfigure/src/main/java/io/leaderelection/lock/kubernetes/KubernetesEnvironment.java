package io.leaderelection.lock.kubernetes;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.Config;
import io.leaderelection.lock.ForeignText;
import io.leaderelection.lock.kubernetes.client.ServiceAccount;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What this process can know of its cluster: in a pod from the mounted service account, elsewhere from the kubeconfig
 * ({@code KUBECONFIG}, of several files the first that exists, else {@code ~/.kube/config}). Everything is read when it
 * is asked for. There is no last resort: client-java would silently turn to {@value Config#DEFAULT_FALLBACK_HOST}.
 *
 * <p>Every {@link IllegalStateException} says what was found and what to do.
 */
public final class KubernetesEnvironment {

    private static final String FIX =
            " Mount a service account token into the pod, set KUBECONFIG, define an ApiClient bean, or choose another store, for example leader.election.backend=file.";

    private final ServiceAccount serviceAccount;
    private final Map<String, String> variables;
    private final Path home;

    /** Goes before everything else. */
    private final @Nullable KubeConfigFile given;

    KubernetesEnvironment(ServiceAccount serviceAccount, Map<String, String> variables, Path home) {
        this(serviceAccount, variables, home, null);
    }

    private KubernetesEnvironment(
            ServiceAccount serviceAccount, Map<String, String> variables, Path home, @Nullable KubeConfigFile given) {
        this.serviceAccount = serviceAccount;
        this.variables = variables;
        this.home = home;
        this.given = given;
    }

    /**
     * The surroundings of this process.
     *
     * @param kubeconfig text of a kubeconfig whose cluster goes before all else, if there is one
     */
    public static KubernetesEnvironment ofThisProcess(ServiceAccount serviceAccount, @Nullable String kubeconfig) {
        Map<String, String> variables = System.getenv();
        String home = variables.getOrDefault("HOME", System.getProperty("user.home", ""));
        KubeConfigFile given = kubeconfig == null ? null : KubeConfigFile.of(kubeconfig);
        return new KubernetesEnvironment(serviceAccount, variables, Path.of(home), given);
    }

    /** Whether a service account token is mounted: this is a pod that may speak to the API server. */
    boolean hasServiceAccount() {
        return given == null && serviceAccount.isMounted();
    }

    /**
     * A new client for the cluster.
     *
     * @throws IllegalStateException if there is no configuration, or it cannot be used
     */
    public ApiClient client() {
        if (hasServiceAccount()) {
            return clientInPod();
        }
        return kubeConfig()
                .map(KubeConfigFile::client)
                .orElseThrow(() -> new IllegalStateException(nothingFound() + FIX));
    }

    /**
     * The namespace of the pod; elsewhere that of the kubeconfig's current context, {@code default} where it names none.
     *
     * @throws IllegalStateException if there is neither a pod nor a kubeconfig
     */
    public String namespace() {
        Optional<String> ofPod = given == null ? serviceAccount.namespace() : Optional.empty();
        return ofPod.orElseGet(() -> {
            KubeConfigFile kubeConfig = kubeConfig()
                    .orElseThrow(() -> new IllegalStateException(nothingFound()
                            + " Set leader.election.kubernetes.namespace to the namespace of the Lease."));
            String namespace = kubeConfig.namespace();
            return namespace == null || namespace.isBlank() ? "default" : namespace;
        });
    }

    /**
     * Refuses a client that client-java made up for want of any configuration.
     *
     * @throws IllegalStateException if nothing is configured and the client has the address of the last resort
     */
    public void refuseLastResort(ApiClient client) {
        boolean lastResort = Config.DEFAULT_FALLBACK_HOST.equals(client.getBasePath());
        if (lastResort && !hasServiceAccount() && kubeConfig().isEmpty()) {
            throw new IllegalStateException(
                    "The ApiClient points at %s, where client-java turns when it finds no configuration: %s (An API server that really is there can be named http://127.0.0.1:8080.)%s"
                            .formatted(Config.DEFAULT_FALLBACK_HOST, nothingFound(), FIX));
        }
    }

    private ApiClient clientInPod() {
        String host = variables.get(Config.ENV_SERVICE_HOST);
        String port = variables.get(Config.ENV_SERVICE_PORT);
        if (host == null || port == null) {
            throw new IllegalStateException(
                    "A service account token is mounted at %s, but %s and %s are not both set.%s"
                            .formatted(serviceAccount, Config.ENV_SERVICE_HOST, Config.ENV_SERVICE_PORT, FIX));
        }
        String address = host.contains(":") ? "[" + host + "]" : host;
        try {
            return new ClientBuilder()
                    .setBasePath("https://" + address + ":" + port)
                    .setAuthentication(new MountedToken(serviceAccount.token()))
                    .setCertificateAuthority(Files.readAllBytes(serviceAccount.certificates()))
                    .build();
        } catch (IOException | RuntimeException failure) {
            throw new IllegalStateException(
                    "The service account at %s cannot be used (%s).%s"
                            .formatted(serviceAccount, failure.getClass().getSimpleName(), FIX),
                    failure);
        }
    }

    private Optional<KubeConfigFile> kubeConfig() {
        if (given != null) {
            return Optional.of(given);
        }
        Path path = kubeConfigPath();
        return path == null ? Optional.empty() : Optional.of(KubeConfigFile.read(path));
    }

    private @Nullable Path kubeConfigPath() {
        String named = variables.get(Config.ENV_KUBECONFIG);
        if (named == null || named.isBlank()) {
            Path usual = home.resolve(".kube").resolve("config");
            return Files.exists(usual) ? usual : null;
        }
        for (String path : named.split(File.pathSeparator)) {
            if (!path.isBlank() && Files.exists(Path.of(path))) {
                return Path.of(path);
            }
        }
        throw new IllegalStateException("KUBECONFIG is '%s', but no such file exists. Correct or unset it."
                .formatted(ForeignText.shown(named)));
    }

    private String nothingFound() {
        return "No cluster is configured: there is no service account token in %s, KUBECONFIG is not set, and %s does not exist."
                .formatted(serviceAccount, home.resolve(".kube").resolve("config"));
    }
}
