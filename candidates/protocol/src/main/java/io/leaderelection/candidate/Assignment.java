package io.leaderelection.candidate;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * What a candidate is told by its environment. The API server is that of {@code KUBECONFIG}.
 *
 * @param identity its name in the lease
 * @param namespace namespace of the lease
 * @param lease name of the lease
 * @param leaseDuration how long others wait for a silent leader
 * @param renewDeadline how long the leader tries to renew
 * @param retryPeriod pause between two tries
 * @param work file that says how long one unit of the leader's work takes, in milliseconds
 * @param receiver where the work writes to
 * @param history file for what happens
 */
public record Assignment(
        String identity,
        String namespace,
        String lease,
        Duration leaseDuration,
        Duration renewDeadline,
        Duration retryPeriod,
        Path work,
        URI receiver,
        Path history) {

    /** Reads it; each variable must be set, durations are in milliseconds. */
    public static Assignment fromEnvironment() {
        return new Assignment(
                text("IDENTITY"),
                text("NAMESPACE"),
                text("LEASE"),
                millis("LEASE_DURATION"),
                millis("RENEW_DEADLINE"),
                millis("RETRY_PERIOD"),
                Path.of(text("WORK")),
                URI.create(text("RECEIVER")),
                Path.of(text("HISTORY")));
    }

    private static Duration millis(String name) {
        return Duration.ofMillis(Long.parseLong(text(name)));
    }

    private static String text(String name) {
        String variable = "CANDIDATE_" + name;
        return Objects.requireNonNull(System.getenv(variable), variable);
    }
}
