package io.leaderelection.autoconfigure;

import io.leaderelection.lock.kubernetes.client.ServiceAccount;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.boot.json.JsonParserFactory;

/**
 * What this process knows of the pod it runs in, if it does: from its environment, and from the service account token that
 * is bound to the pod. The token itself is never kept or shown.
 */
final class PodInfo {

    private static final Path LABELS = Path.of("/etc/podinfo/labels");

    /** A label value never needs the quoting that this file would have for others. */
    private static final Pattern TEMPLATE_HASH = Pattern.compile("(?m)^pod-template-hash=\"([A-Za-z0-9._-]+)\"$");

    private final Map<String, String> variables;
    private final ServiceAccount serviceAccount;
    private final Path labels;

    PodInfo(Map<String, String> variables, ServiceAccount serviceAccount) {
        this(variables, serviceAccount, LABELS);
    }

    PodInfo(Map<String, String> variables, ServiceAccount serviceAccount, Path labels) {
        this.variables = variables;
        this.serviceAccount = serviceAccount;
        this.labels = labels;
    }

    static PodInfo ofThisProcess() {
        return new PodInfo(System.getenv(), mounted(ServiceAccount.MOUNTED));
    }

    /** The service account in a directory; its token is understood with whatever reads JSON here. */
    static ServiceAccount mounted(Path directory) {
        return new ServiceAccount(
                directory, text -> JsonParserFactory.getJsonParser().parseMap(text));
    }

    ServiceAccount serviceAccount() {
        return serviceAccount;
    }

    /** Whether this is a pod, with a token or without. */
    boolean isPod() {
        return serviceAccount.isMounted() || variable("KUBERNETES_SERVICE_HOST").isPresent();
    }

    /** Name of the pod. The host name comes last: with host networking it is the node's. */
    Optional<String> podName() {
        return variable("POD_NAME")
                .or(() -> serviceAccount.pod().map(ServiceAccount.Pod::name))
                .or(() -> isPod() ? variable("HOSTNAME") : Optional.empty());
    }

    /** UID of the pod. */
    Optional<String> podUid() {
        return variable("POD_UID").or(() -> serviceAccount.pod().map(ServiceAccount.Pod::uid));
    }

    /** Namespace of the pod. */
    Optional<String> namespace() {
        return variable("POD_NAMESPACE").or(serviceAccount::namespace);
    }

    /** Revision of the pod's template, where the downward API tells it: in a variable, or among the labels in a file. */
    Optional<String> revision() {
        return variable("POD_TEMPLATE_HASH").or(this::templateHash);
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

    private Optional<String> templateHash() {
        try {
            return TEMPLATE_HASH
                    .matcher(Files.readString(labels))
                    .results()
                    .findFirst()
                    .map(hash -> hash.group(1));
        } catch (IOException noFile) {
            return Optional.empty();
        }
    }
}
