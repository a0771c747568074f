package io.leaderelection.lock.kubernetes.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The service account that the kubelet mounts into a pod: a directory with a token, certificates and a namespace. The
 * files are read anew each time. The token is never kept or shown. Needs no class of client-java.
 */
public final class ServiceAccount {

    /** Where the kubelet mounts it. */
    public static final Path MOUNTED = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    private final Path directory;
    private final Function<String, Map<String, Object>> json;

    /**
     * The pod that a token is bound to.
     *
     * @param namespace its namespace
     * @param name its name
     * @param uid its uid
     */
    public record Pod(String namespace, String name, String uid) {}

    /**
     * @param json reads a text as a JSON object; throws if it is something else
     */
    public ServiceAccount(Path directory, Function<String, Map<String, Object>> json) {
        this.directory = directory;
        this.json = json;
    }

    /** Whether there is a token: this is a pod that may speak to the API server. */
    public boolean isMounted() {
        return Files.isReadable(token());
    }

    /** The file with the token. */
    public Path token() {
        return directory.resolve("token");
    }

    /** The file with the certificates of the API server's authority. */
    public Path certificates() {
        return directory.resolve("ca.crt");
    }

    /** The namespace of the pod; empty where no file tells it. */
    public Optional<String> namespace() {
        try {
            return Optional.of(Files.readString(directory.resolve("namespace")).strip());
        } catch (IOException noPod) {
            return Optional.empty();
        }
    }

    /** The pod that the token is bound to; empty where there is no token, or one that tells of none. */
    public Optional<Pod> pod() {
        try {
            String payload = Files.readString(token()).strip().split("\\.")[1];
            String claims = new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8);
            Object bound = json.apply(claims).get("kubernetes.io");
            Object pod = value(bound, "pod");
            return Optional.of(new Pod(text(bound, "namespace"), text(pod, "name"), text(pod, "uid")));
        } catch (IOException | RuntimeException notBound) {
            return Optional.empty();
        }
    }

    private static String text(@Nullable Object object, String key) {
        return (String) Optional.ofNullable(value(object, key)).orElseThrow();
    }

    private static @Nullable Object value(@Nullable Object object, String key) {
        return object instanceof Map<?, ?> map ? map.get(key) : null;
    }

    /** Where it is mounted. */
    @Override
    public String toString() {
        return directory.toString();
    }
}
