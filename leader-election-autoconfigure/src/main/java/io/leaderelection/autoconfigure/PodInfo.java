package io.leaderelection.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.json.JsonParserFactory;

/**
 * What this process knows of the pod it runs in, if it does: from its environment, and from the service account token that
 * is bound to the pod. The token itself is never kept or shown.
 */
final class PodInfo {

    private static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    private static final Path LABELS = Path.of("/etc/podinfo/labels");

    /** A label value never needs the quoting that this file would have for others. */
    private static final Pattern TEMPLATE_HASH = Pattern.compile("(?m)^pod-template-hash=\"([A-Za-z0-9._-]+)\"$");

    private final Map<String, String> variables;
    private final Path serviceAccount;
    private final Path labels;

    PodInfo(Map<String, String> variables, Path serviceAccount) {
        this(variables, serviceAccount, LABELS);
    }

    PodInfo(Map<String, String> variables, Path serviceAccount, Path labels) {
        this.variables = variables;
        this.serviceAccount = serviceAccount;
        this.labels = labels;
    }

    static PodInfo ofThisProcess() {
        return new PodInfo(System.getenv(), SERVICE_ACCOUNT);
    }

    /** Whether a service account token is mounted. */
    boolean hasServiceAccount() {
        return Files.isReadable(serviceAccount.resolve("token"));
    }

    /** Whether this is a pod, with a token or without. */
    boolean isPod() {
        return hasServiceAccount() || variables.containsKey("KUBERNETES_SERVICE_HOST");
    }

    /** Name of the pod. The host name comes last: with host networking it is the node's. */
    Optional<String> podName() {
        return variable("POD_NAME").or(() -> claim("name")).or(() -> isPod() ? variable("HOSTNAME") : Optional.empty());
    }

    /** UID of the pod. */
    Optional<String> podUid() {
        return variable("POD_UID").or(() -> claim("uid"));
    }

    /** Namespace of the pod. */
    Optional<String> namespace() {
        return variable("POD_NAMESPACE")
                .or(() -> read(serviceAccount.resolve("namespace")).map(String::strip));
    }

    /** Revision of the pod's template, where the downward API tells it: in a variable, or among the labels in a file. */
    Optional<String> revision() {
        return variable("POD_TEMPLATE_HASH")
                .or(() -> read(labels)
                        .flatMap(text -> TEMPLATE_HASH.matcher(text).results().findFirst())
                        .map(hash -> hash.group(1)));
    }

    /** Name of the host, or of the container. */
    String host() {
        return variable("HOSTNAME").orElseGet(() -> {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException unknown) {
                return "localhost";
            }
        });
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }

    /** A claim about the pod in the mounted token: {@code kubernetes.io: {pod: {name, uid}}}. */
    private Optional<String> claim(String name) {
        return read(serviceAccount.resolve("token"))
                .map(PodInfo::claims)
                .map(claims -> nested(nested(nested(claims, "kubernetes.io"), "pod"), name))
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    private static @Nullable Object claims(String token) {
        try {
            byte[] payload = Base64.getUrlDecoder().decode(token.strip().split("\\.")[1]);
            return JsonParserFactory.getJsonParser().parseMap(new String(payload, StandardCharsets.UTF_8));
        } catch (RuntimeException noJwt) {
            return null;
        }
    }

    private static @Nullable Object nested(@Nullable Object object, String key) {
        return object instanceof Map<?, ?> map ? map.get(key) : null;
    }

    private static Optional<String> read(Path file) {
        try {
            return Files.isReadable(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
