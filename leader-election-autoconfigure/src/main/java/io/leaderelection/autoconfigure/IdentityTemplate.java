package io.leaderelection.autoconfigure;

import io.leaderelection.elector.Randomness;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fills in the identity of this instance. Its random part is the same in all elections. */
final class IdentityTemplate {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z-]+)}");

    private final Map<String, Supplier<Optional<String>>> values;
    private final PodInfo pod;

    IdentityTemplate(PodInfo pod, Randomness randomness) {
        this.pod = pod;
        String random = randomness.nextName().substring(0, 8);
        this.values = Map.of(
                "pod", pod::podName,
                "pod-uid", pod::podUid,
                "namespace", pod::namespace,
                "host", () -> Optional.of(pod.host()),
                "random", () -> Optional.of(random));
    }

    /**
     * The identity of this instance.
     *
     * @param template the configured text; without one, the name of the pod, or the host name and a random part
     * @param key beginning of the election's configuration keys, for messages
     * @throws InvalidElectionException if a placeholder is unknown, or has no value here
     */
    String identity(@Nullable String template, String key) {
        if (template == null || template.isBlank()) {
            return fill(pod.isPod() && pod.podName().isPresent() ? "{pod}" : "{host}-{random}", key);
        }
        return fill(template, key);
    }

    private String fill(String template, String key) {
        return PLACEHOLDER
                .matcher(template)
                .replaceAll(match -> Matcher.quoteReplacement(value(match.group(1), template, key)));
    }

    private String value(String placeholder, String template, String key) {
        Supplier<Optional<String>> value = values.get(placeholder);
        if (value == null) {
            throw new InvalidElectionException(
                    "%s.identity is '%s', but there is no placeholder {%s}".formatted(key, template, placeholder),
                    "Use {pod}, {pod-uid}, {namespace}, {host} or {random}, or plain text.");
        }
        return value.get()
                .orElseThrow(() -> new InvalidElectionException(
                        "%s.identity is '%s', but {%s} is not known here".formatted(key, template, placeholder),
                        "Outside of a pod use {host} and {random}; in a pod pass POD_NAME, POD_UID or POD_NAMESPACE"
                                + " through the downward API."));
    }
}
