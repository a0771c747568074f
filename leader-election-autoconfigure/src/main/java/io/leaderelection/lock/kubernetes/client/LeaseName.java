package io.leaderelection.lock.kubernetes.client;

import io.leaderelection.lock.ForeignText;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a Lease is: its namespace and its name, both of a form that Kubernetes accepts.
 *
 * @param namespace a DNS-1123 label
 * @param name a DNS-1123 subdomain
 */
public record LeaseName(String namespace, String name) {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final int LONGEST_SUBDOMAIN = 253;

    /**
     * Checks both parts.
     *
     * @throws IllegalArgumentException if one is not valid; the message names the key and a fix
     */
    public LeaseName {
        if (!LABEL.matcher(namespace).matches()) {
            throw new IllegalArgumentException(
                    "leader.election.kubernetes.namespace is '%s', but a namespace has at most 63 characters, only a-z, 0-9 and '-', and begins and ends with a letter or digit. Set it to the namespace of the Lease."
                            .formatted(ForeignText.shown(namespace)));
        }
        if (name.length() > LONGEST_SUBDOMAIN || !SUBDOMAIN.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "The lease name '%s' must have at most 253 characters, only a-z, 0-9, '-' and '.', and begin and end with a letter or digit. Set the key lease-name of this election, for example to '%s'."
                            .formatted(ForeignText.shown(name), valid(name)));
        }
    }

    /** The nearest valid name, as a suggestion. */
    private static String valid(String name) {
        String cut = name.substring(0, Math.min(name.length(), LONGEST_SUBDOMAIN));
        String near = cut.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return near.isEmpty() ? "my-application" : near;
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
