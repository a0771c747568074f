package io.leaderelection.autoconfigure;

import io.leaderelection.status.DurationText;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The times that an orderly shutdown is given. Each must be longer than the one before: that of the leader's work, that of
 * a phase of Spring's, and that of the pod. A process cannot read the last, so it is configured.
 *
 * @param phase how long Spring waits for each phase
 * @param pod how long Kubernetes waits for the process; {@code null} if that is not configured
 */
record ShutdownTimes(Duration phase, @Nullable Duration pod) {

    static final String PHASE_KEY = "spring.lifecycle.timeout-per-shutdown-phase";
    static final String POD_KEY = "leader.election.kubernetes.termination-grace-period";

    /** Spring Boot's own. */
    static final Duration DEFAULT_PHASE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(ShutdownTimes.class);

    static ShutdownTimes of(Environment environment, ElectionProperties defaults) {
        return new ShutdownTimes(
                Binder.get(environment).bind(PHASE_KEY, Duration.class).orElse(DEFAULT_PHASE),
                defaults.kubernetes().terminationGracePeriod());
    }

    /** Warns once if the times do not fit. Elections go on all the same. */
    void check(Map<String, Duration> drainTimeouts) {
        drainTimeouts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .ifPresent(longest -> check(longest.getKey(), longest.getValue()));
    }

    private void check(String drainKey, Duration drain) {
        boolean cutBySpring = drain.compareTo(phase) >= 0;
        boolean cutByKubernetes = pod != null && phase.compareTo(pod) >= 0;
        if (cutBySpring || cutByKubernetes) {
            LOG.warn(
                    "The times of a shutdown do not fit into one another: {} is {}, {} is {}, and the pod's termination"
                            + " grace period, as {} tells, is {}. {}{}Make each longer than the one before.",
                    drainKey,
                    DurationText.asConfigured(drain),
                    PHASE_KEY,
                    DurationText.asConfigured(phase),
                    POD_KEY,
                    pod == null ? "not known" : DurationText.asConfigured(pod),
                    cutBySpring
                            ? "Spring may destroy the beans of work that has not ended, and the lease is left to"
                                    + " expire. "
                            : "",
                    cutByKubernetes ? "Kubernetes may kill the process half-way, with the lease still held. " : "");
        }
    }
}
