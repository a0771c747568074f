package io.leaderelection.autoconfigure;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The keys that only an election with a lease of its own has: none of those that a group carries. */
final class LeaseKeys {

    private static final List<Map.Entry<String, Function<ElectionProperties, @Nullable Object>>> ALL = List.of(
            entry("backend", ElectionProperties::backend),
            entry("campaign", ElectionProperties::campaign),
            entry("start", ElectionProperties::start),
            entry("lease-name", ElectionProperties::leaseName),
            entry("timing", ElectionProperties::timing),
            entry("lease-duration", ElectionProperties::leaseDuration),
            entry("renew-deadline", ElectionProperties::renewDeadline),
            entry("retry-period", ElectionProperties::retryPeriod),
            entry("renew-interval", ElectionProperties::renewInterval),
            entry("identity", ElectionProperties::identity),
            entry("advertise", ElectionProperties::advertise),
            entry("release-on-shutdown", ElectionProperties::releaseOnShutdown),
            entry("drain-timeout", ElectionProperties::drainTimeout),
            entry("proof-of-death-delay", ElectionProperties::proofOfDeathDelay),
            entry("revision", ElectionProperties::revision),
            entry("revision-grace", ElectionProperties::revisionGrace),
            entry("fencing.token-floor", election -> election.fencing().tokenFloor()),
            entry("kubernetes.namespace", election -> election.kubernetes().namespace()),
            entry("kubernetes.lease-name", election -> election.kubernetes().leaseName()),
            entry(
                    "kubernetes.labels",
                    election -> election.kubernetes().labels().isEmpty()
                            ? null
                            : election.kubernetes().labels()),
            entry("kubernetes.proof-of-death", election -> election.kubernetes().proofOfDeath()),
            entry("kubernetes.events", election -> election.kubernetes().events()),
            entry("kubernetes.pod-label", election -> election.kubernetes().podLabel()),
            entry(
                    "kubernetes.pod-deletion-cost",
                    election -> election.kubernetes().podDeletionCost()),
            entry("file.directory", election -> election.file().directory()),
            entry("file.shared", election -> election.file().shared()));

    private LeaseKeys() {}

    /** Those that an election has set itself. */
    static Stream<String> setIn(ElectionProperties election) {
        return ALL.stream()
                .filter(key -> key.getValue().apply(election) != null)
                .map(Map.Entry::getKey);
    }
}
