package io.leaderelection.lock.kubernetes.client;

import io.leaderelection.lock.ForeignText;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The labels that every write of ours puts on the Lease, beside whatever labels others have put there.
 *
 * @param values label values by label key, each of a form that Kubernetes accepts
 */
public record LeaseLabels(Map<String, String> values) {

    /** No labels. */
    public static final LeaseLabels NONE = new LeaseLabels(Map.of());

    private static final Pattern KEY =
            Pattern.compile("([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final Pattern VALUE = Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");

    /**
     * Checks every label.
     *
     * @throws IllegalArgumentException if one is not valid; the message names it and a fix
     */
    public LeaseLabels {
        values = Map.copyOf(values);
        values.forEach((key, value) -> {
            if (!isValid(key, value)) {
                throw new IllegalArgumentException(
                        "leader.election.kubernetes.labels has '%s' = '%s', but names and values of labels have at most 63 characters, only letters, digits, '-', '_' and '.', and begin and end with a letter or digit (a name may follow a DNS prefix and '/'). Change or remove this label."
                                .formatted(ForeignText.shown(key), ForeignText.shown(value)));
            }
        });
    }

    /** Whether Kubernetes accepts such a label. */
    public static boolean isValid(String key, String value) {
        return KEY.matcher(key).matches() && VALUE.matcher(value).matches();
    }
}
