package io.leaderelection.autoconfigure;

import io.leaderelection.autoconfigure.ElectionProperties.Backend;
import io.leaderelection.autoconfigure.ElectionProperties.OnLoss;
import io.leaderelection.autoconfigure.ElectionProperties.ProofOfDeath;
import io.leaderelection.autoconfigure.ElectionProperties.TimingPreset;
import io.leaderelection.elector.ElectionSettings;
import io.leaderelection.elector.Randomness;
import io.leaderelection.elector.RevisionGrace;
import io.leaderelection.lock.Seal;
import io.leaderelection.status.DurationText;
import io.leaderelection.status.Timings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/** Turns properties into {@link ResolvedElection}s: inherits, defaults and checks, before anything is opened. */
final class ElectionPropertiesResolver {

    private static final int DEFAULT_EXIT_CODE = 1;

    private static final long HIGHEST_FLOOR = Seal.HIGHEST_TOKEN / 2;

    private final LeaderElectionProperties application;
    private final ElectionProperties defaults;
    private final BackendChoice backends;
    private final PodInfo pod;
    private final IdentityTemplate identities;

    ElectionPropertiesResolver(
            LeaderElectionProperties application,
            ElectionProperties defaults,
            BackendChoice backends,
            PodInfo pod,
            Randomness randomness) {
        this.application = application;
        this.defaults = defaults;
        this.backends = backends;
        this.pod = pod;
        this.identities = new IdentityTemplate(pod, randomness);
    }

    /**
     * All elections, the default one first.
     *
     * @throws InvalidElectionException if a value cannot be
     */
    List<ResolvedElection> resolve(@Nullable String applicationName) {
        if (application.enabled() && application.defaultName(applicationName) == null) {
            throw new InvalidElectionException(
                    "Neither leader.election.name nor spring.application.name is set, so the election has no name",
                    "Set spring.application.name, or leader.election.name, to a name that all replicas share.");
        }
        String name = application.names(applicationName).get(0);
        requireDistinctNames(name);
        List<ResolvedElection> elections = new ArrayList<>();
        elections.add(resolve(name, name, new Keys(LeaderElectionProperties.PREFIX, defaults, defaults)));
        application
                .elections()
                .forEach((further, own) -> elections.add(resolve(
                        further,
                        name + "-" + further,
                        new Keys(LeaderElectionProperties.PREFIX + ".elections." + further, own, defaults))));
        return elections;
    }

    private void requireDistinctNames(String name) {
        application.elections().keySet().stream()
                .filter(further -> KnownKeys.uniform(further).equals(KnownKeys.uniform(name)))
                .findFirst()
                .ifPresent(further -> {
                    throw new InvalidElectionException(
                            "leader.election.elections.%s has the name of the default election, '%s'"
                                    .formatted(further, name),
                            "Rename one of them: the key under leader.election.elections, or leader.election.name."
                                    + " Hyphens, underscores and case do not tell names apart.");
                });
    }

    private ResolvedElection resolve(String name, String defaultLeaseName, Keys keys) {
        // Where no election is held, no backend is looked for.
        Backend backend = application.enabled()
                ? backends.choose(keys.get(ElectionProperties::backend, Backend.AUTO))
                : Backend.MEMORY;
        String leaseName = firstText(
                backend == Backend.KUBERNETES ? keys.own.kubernetes().leaseName() : null, keys.own.leaseName());
        return new ResolvedElection(
                keys.prefix,
                leaseName == null ? defaultLeaseName : leaseName,
                backend,
                application.startOf(name, defaults),
                keys.get(ElectionProperties::onLoss, OnLoss.STANDBY),
                keys.get(ElectionProperties::exitCode, DEFAULT_EXIT_CODE),
                kubernetes(keys),
                new ResolvedElection.File(
                        keys.orNull(e -> e.file().directory()),
                        keys.get(e -> e.file().shared(), false)),
                carrier(keys),
                settings(name, keys));
    }

    private static @Nullable String carrier(Keys keys) {
        String group = keys.own.group();
        if (group != null && !StringUtils.hasText(group)) {
            // Perhaps a placeholder that is set for others: they would elect by the group, and this one beside them.
            throw keys.refused("group", "empty", "Set %s to the name of a group, or remove it.");
        }
        if (group != null && keys.own != keys.inherited) {
            LeaseKeys.setIn(keys.own).findFirst().ifPresent(key -> {
                throw new InvalidElectionException(
                        "%s.%s is set, but the election is carried by the group '%s' and has no lease"
                                .formatted(keys.prefix, key, group),
                        "Remove %s.%s, or %s.group.".formatted(keys.prefix, key, keys.prefix));
            });
        }
        return group;
    }

    private static ResolvedElection.Kubernetes kubernetes(Keys keys) {
        Map<String, String> labels =
                new LinkedHashMap<>(keys.inherited.kubernetes().labels());
        labels.putAll(keys.own.kubernetes().labels());
        String podLabel = firstText(keys.own.kubernetes().podLabel(), null);
        return new ResolvedElection.Kubernetes(
                keys.orNull(e -> e.kubernetes().namespace()),
                labels,
                keys.get(e -> e.kubernetes().proofOfDeath(), ProofOfDeath.AUTO),
                keys.get(e -> e.kubernetes().events(), false),
                "false".equals(podLabel) ? null : podLabel,
                standbys(keys),
                Boolean.TRUE.equals(keys.own.kubernetes().podDeletionCost()));
    }

    private ElectionSettings settings(String name, Keys keys) {
        Timings timings = timings(keys)
                .withDrainTimeout(keys.notNegative("drain-timeout", application.drainTimeoutOf(name, defaults)));
        return new ElectionSettings(
                name,
                identities.identity(keys.orNull(ElectionProperties::identity), keys.prefix),
                firstText(keys.orNull(ElectionProperties::advertise), null),
                timings,
                keys.get(ElectionProperties::campaign, true),
                keys.get(ElectionProperties::releaseOnShutdown, true),
                tokenFloor(keys),
                keys.notNegative(
                        "proof-of-death-delay", keys.get(ElectionProperties::proofOfDeathDelay, Duration.ZERO)),
                ElectionSettings.DEFAULT_LONGEST_WAIT,
                revisionGrace(keys, timings.leaseDuration()));
    }

    private static Timings timings(Keys keys) {
        Timings preset =
                keys.get(ElectionProperties::timing, TimingPreset.BALANCED).timings();
        Keys single = keys.own.timing() == null ? keys : new Keys(keys.prefix, keys.own, keys.own);
        Duration deadline = single.get(ElectionProperties::renewDeadline, preset.renewDeadline());
        try {
            return new Timings(
                    single.get(ElectionProperties::leaseDuration, preset.leaseDuration()),
                    deadline,
                    single.get(ElectionProperties::retryPeriod, preset.retryPeriod()),
                    single.get(ElectionProperties::renewInterval, deadline.dividedBy(3)),
                    preset.drainTimeout());
        } catch (Timings.UnfitException unfit) {
            throw new InvalidElectionException(
                    "The timings of an election do not fit each other: " + unfit.message(keys.prefix + "."),
                    "Change the named keys, or leave them out and choose %s.timing: fast, balanced or conservative."
                            .formatted(keys.prefix),
                    unfit);
        }
    }

    private RevisionGrace revisionGrace(Keys keys, Duration leaseDuration) {
        String revision = firstText(
                keys.orNull(ElectionProperties::revision), pod.revision().orElse(null));
        Duration grace = keys.notNegative(
                "revision-grace", keys.get(ElectionProperties::revisionGrace, RevisionGrace.DEFAULT_GRACE));
        if (grace.compareTo(leaseDuration) > 0) {
            throw keys.refused(
                    "revision-grace",
                    DurationText.asConfigured(grace) + ", longer than the lease duration",
                    "Set %s to a fraction of a second: a released lease is nobody's for that long.");
        }
        return new RevisionGrace(revision, grace, !standbys(keys));
    }

    private static boolean standbys(Keys keys) {
        return keys.get(e -> e.kubernetes().standbys(), true);
    }

    private static long tokenFloor(Keys keys) {
        long floor = keys.get(e -> e.fencing().tokenFloor(), 0L);
        if (floor < 0 || floor > HIGHEST_FLOOR) {
            throw keys.refused(
                    "fencing.token-floor",
                    Long.toString(floor),
                    "Set %%s to the highest token that was ever accepted: a number from 0 to %s."
                            .formatted(HIGHEST_FLOOR));
        }
        return floor;
    }

    private static @Nullable String firstText(@Nullable String first, @Nullable String second) {
        if (StringUtils.hasText(first)) {
            return first;
        }
        return StringUtils.hasText(second) ? second : null;
    }

    /** Keys of one election, with those that it inherits. */
    private record Keys(String prefix, ElectionProperties own, ElectionProperties inherited) {

        <T> @Nullable T orNull(Function<ElectionProperties, @Nullable T> key) {
            return own.orInherited(inherited, key);
        }

        <T> T get(Function<ElectionProperties, @Nullable T> key, T otherwise) {
            T value = orNull(key);
            return value == null ? otherwise : value;
        }

        Duration notNegative(String key, Duration value) {
            if (value.isNegative()) {
                throw refused(key, DurationText.asConfigured(value), "Set %s to zero or more, for example 20s.");
            }
            return value;
        }

        /** Refuses the value of a key. The action has a place for the whole key. */
        InvalidElectionException refused(String key, String value, String action) {
            String whole = prefix + "." + key;
            return new InvalidElectionException("%s is %s".formatted(whole, value), action.formatted(whole));
        }
    }
}
