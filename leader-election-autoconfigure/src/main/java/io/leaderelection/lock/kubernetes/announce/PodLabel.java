package io.leaderelection.lock.kubernetes.announce;

import io.leaderelection.lock.ForeignText;
import io.leaderelection.lock.kubernetes.client.LeaseLabels;

/**
 * The label by which a Service finds the leading pod.
 *
 * @param key label key
 * @param value label value on the leader; other pods do not have the label
 */
public record PodLabel(String key, String value) {

    /** The label that {@code true} stands for. */
    public static final PodLabel STANDARD = new PodLabel("leader-election.io/leader", "true");

    /**
     * Understands {@code true}, or {@code key=value}.
     *
     * @throws IllegalArgumentException if it is neither; the message names the configuration key and a fix
     */
    public static PodLabel parse(String text) {
        if (text.equals("true")) {
            return STANDARD;
        }
        int equals = text.indexOf('=');
        if (equals > 0) {
            PodLabel label = new PodLabel(text.substring(0, equals), text.substring(equals + 1));
            if (LeaseLabels.isValid(label.key, label.value)) {
                return label;
            }
        }
        throw new IllegalArgumentException(
                "kubernetes.pod-label is '%s', but must be true, false, or a label as key=value. Set it to true for %s=%s."
                        .formatted(ForeignText.shown(text), STANDARD.key, STANDARD.value));
    }
}
