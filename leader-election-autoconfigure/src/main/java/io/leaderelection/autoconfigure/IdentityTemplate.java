package io.leaderelection.autoconfigure;

import io.leaderelection.elector.Randomness;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes an instance's name from what it knows of itself; the random part is the same for all its elections. */
final class IdentityTemplate {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z-]+)}");

    private final Map<String, Supplier<Optional<String>>> values;
    private final PodFacts facts;

    IdentityTemplate(PodFacts facts, Randomness randomness) {
        this.facts = facts;
        String random = randomness.nextName().substring(0, 8);
        this.values = Map.of(
                "pod", facts::podName,
                "pod-uid", facts::podUid,
                "namespace", facts::namespace,
                "host", () -> Optional.of(facts.host()),
                "random", () -> Optional.of(random));
    }

    /**
     * The identity of this instance.
     *
     * @param template what is configured, if anything is
     * @throws InvalidElectionException if a placeholder is unknown, or has no value here
     */
    String identity(@Nullable String template, String key) {
        if (template == null || template.isBlank()) {
            return fill(facts.isPod() && facts.podName().isPresent() ? "{pod}" : "{host}-{random}", key);
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
