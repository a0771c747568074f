package io.leaderelection.autoconfigure;

import io.leaderelection.status.TimeLimits;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The times that an orderly shutdown is given, each of which must leave room for the one before: for the leader's work,
 * for each phase of Spring's, and for the pod as a whole. The last cannot be seen from inside a pod, so a manifest has
 * to tell it.
 *
 * @param phase how long Spring waits for each phase
 * @param pod how long Kubernetes waits for the process; {@code null} where nobody has told
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

    /** Warns once if the times do not fit; elections go on all the same. */
    void check(List<ResolvedElection> plans) {
        plans.stream()
                .max(Comparator.comparing(plan -> plan.settings().drainTimeout()))
                .flatMap(plan ->
                        misfit(plan.key() + ".drain-timeout", plan.settings().drainTimeout()))
                .ifPresent(LOG::warn);
    }

    private Optional<String> misfit(String drainKey, Duration drain) {
        boolean cutBySpring = drain.compareTo(phase) >= 0;
        boolean cutByKubernetes = pod != null && phase.compareTo(pod) >= 0;
        if (!cutBySpring && !cutByKubernetes) {
            return Optional.empty();
        }
        return Optional.of(
                "The times of a shutdown do not fit into one another: %s is %s, %s is %s, and the pod's termination grace period, as %s tells, is %s. %s%sMake each longer than the one before."
                        .formatted(
                                drainKey,
                                TimeLimits.text(drain),
                                PHASE_KEY,
                                TimeLimits.text(phase),
                                POD_KEY,
                                pod == null ? "not known" : TimeLimits.text(pod),
                                cutBySpring
                                        ? "Spring may destroy the beans of work that has not ended, and the lease is left to expire. "
                                        : "",
                                cutByKubernetes
                                        ? "Kubernetes may kill the process half-way, with the lease still held. "
                                        : ""));
    }
}
