package io.leaderelection.autoconfigure;

import io.leaderelection.elector.Courtesy;
import io.leaderelection.elector.ElectionSettings;
import io.leaderelection.elector.Randomness;
import io.leaderelection.elector.Timings;
import io.leaderelection.lock.Seal;
import io.leaderelection.lock.kubernetes.ProofOfDeath;
import io.leaderelection.spring.StartTime;
import io.leaderelection.status.TimeLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns properties into plans: inherits, defaults and checks, before anything is opened. */
final class ElectionPlanner {

    private static final int DEFAULT_EXIT_CODE = 1;

    private static final long HIGHEST_FLOOR = Seal.HIGHEST_TOKEN / 2;

    private final LeaderElectionProperties properties;
    private final @Nullable String applicationName;
    private final PodFacts facts;
    private final BackendChoice backends;
    private final IdentityTemplate identities;

    ElectionPlanner(
            LeaderElectionProperties properties,
            @Nullable String applicationName,
            BackendChoice backends,
            PodFacts facts,
            Randomness randomness) {
        this.properties = properties;
        this.applicationName = applicationName;
        this.facts = facts;
        this.backends = backends;
        this.identities = new IdentityTemplate(facts, randomness);
    }

    /** Plans, with all the checks, of elections that are not held: they may do without a name, too. */
    static ElectionPlanner ofNoElection(
            LeaderElectionProperties properties, @Nullable String applicationName, Randomness randomness) {
        return new ElectionPlanner(
                properties,
                properties.names(applicationName).get(0),
                BackendChoice.none(),
                PodFacts.ofThisProcess(),
                randomness);
    }

    /** All elections, the default one first. */
    List<ElectionPlan> plans() {
        List<ElectionPlan> plans = new ArrayList<>();
        plans.add(plan(LeaderElectionProperties.PREFIX, defaultName(), defaultName(), properties));
        properties
                .getElections()
                .forEach((name, election) -> plans.add(plan(
                        LeaderElectionProperties.PREFIX + ".elections." + name,
                        name,
                        defaultName() + "-" + name,
                        election)));
        requireDistinctNames(plans);
        return plans;
    }

    private String defaultName() {
        String name = firstText(properties.getName(), applicationName);
        if (name == null) {
            throw new InvalidElectionException(
                    "Neither leader.election.name nor spring.application.name is set, so the election has no name",
                    "Set spring.application.name, or leader.election.name, to a name that all replicas share.");
        }
        return name;
    }

    private ElectionPlan plan(String key, String name, String defaultLeaseName, ElectionProperties election) {
        ElectionKeys keys = new ElectionKeys(election, properties);
        Backend backend = backends.choose(keys.get(ElectionProperties::getBackend, Backend.AUTO));
        Map<String, String> labels =
                new LinkedHashMap<>(properties.getKubernetes().getLabels());
        labels.putAll(election.getKubernetes().getLabels());
        String leaseName = firstText(
                backend == Backend.KUBERNETES ? election.getKubernetes().getLeaseName() : null,
                election.getLeaseName());
        return new ElectionPlan(
                key,
                leaseName == null ? defaultLeaseName : leaseName,
                backend,
                keys.get(ElectionProperties::getStart, StartTime.READY),
                keys.get(ElectionProperties::getOnLoss, OnLoss.STANDBY),
                keys.get(ElectionProperties::getExitCode, DEFAULT_EXIT_CODE),
                keys.orNull(e -> e.getKubernetes().getNamespace()),
                labels,
                keys.get(e -> e.getKubernetes().getProofOfDeath(), ProofOfDeath.Mode.AUTO),
                keys.get(e -> e.getKubernetes().getEvents(), false),
                election.getKubernetes().getPodLabel(),
                keys.orNull(e -> e.getFile().getDirectory()),
                keys.get(e -> e.getFile().getShared(), false),
                settings(key, name, keys));
    }

    private ElectionSettings settings(String key, String name, ElectionKeys keys) {
        Timings timings = timings(key, keys);
        return new ElectionSettings(
                name,
                identities.identity(keys.orNull(ElectionProperties::getIdentity), key),
                firstText(keys.orNull(ElectionProperties::getAdvertise), null),
                timings,
                keys.get(ElectionProperties::getCampaign, true),
                keys.get(ElectionProperties::getReleaseOnShutdown, true),
                notNegative(
                        key + ".drain-timeout",
                        keys.get(ElectionProperties::getDrainTimeout, ElectionSettings.DEFAULT_DRAIN_TIMEOUT)),
                tokenFloor(key, keys.get(e -> e.getFencing().getTokenFloor(), 0L)),
                notNegative(
                        key + ".proof-of-death-delay",
                        keys.get(ElectionProperties::getProofOfDeathDelay, Duration.ZERO)),
                ElectionSettings.DEFAULT_LONGEST_WAIT,
                courtesy(key, keys, timings));
    }

    private static Timings timings(String key, ElectionKeys keys) {
        TimingPreset preset = keys.get(ElectionProperties::getTiming, TimingPreset.BALANCED);
        ElectionKeys set = keys.election().getTiming() == null ? keys : keys.withoutParent();
        Duration deadline = set.get(ElectionProperties::getRenewDeadline, preset.renewDeadline());
        try {
            return new Timings(
                    set.get(ElectionProperties::getLeaseDuration, preset.leaseDuration()),
                    deadline,
                    set.get(ElectionProperties::getRetryPeriod, preset.retryPeriod()),
                    set.get(ElectionProperties::getRenewInterval, deadline.dividedBy(3)));
        } catch (Timings.UnfitException unfit) {
            throw new InvalidElectionException(
                    "The timings of an election do not fit each other: " + unfit.message(key + "."),
                    "Change the named keys, or leave them out and choose %s.timing: fast, balanced or conservative."
                            .formatted(key),
                    unfit);
        }
    }

    private Courtesy courtesy(String key, ElectionKeys keys, Timings timings) {
        String revision = firstText(
                keys.orNull(ElectionProperties::getRevision), facts.revision().orElse(null));
        Duration grace = notNegative(
                key + ".revision-grace", keys.get(ElectionProperties::getRevisionGrace, Courtesy.DEFAULT_GRACE));
        if (grace.compareTo(timings.leaseDuration()) > 0) {
            throw new InvalidElectionException(
                    "%s.revision-grace is %s, longer than the lease duration".formatted(key, TimeLimits.text(grace)),
                    "Set %s.revision-grace to a fraction of a second: a released lease is nobody's for that long."
                            .formatted(key));
        }
        return new Courtesy(revision, grace);
    }

    private static Duration notNegative(String key, Duration value) {
        if (value.isNegative()) {
            throw new InvalidElectionException(
                    "%s is %s".formatted(key, TimeLimits.text(value)),
                    "Set %s to zero or more, for example 20s.".formatted(key));
        }
        return value;
    }

    private static long tokenFloor(String key, long floor) {
        if (floor < 0 || floor > HIGHEST_FLOOR) {
            throw new InvalidElectionException(
                    "%s.fencing.token-floor is %s".formatted(key, floor),
                    "Set it to the highest token that was ever accepted: a number from 0 to %s."
                            .formatted(HIGHEST_FLOOR));
        }
        return floor;
    }

    private void requireDistinctNames(List<ElectionPlan> plans) {
        String name = plans.get(0).name();
        properties.getElections().keySet().stream()
                .filter(further -> KnownKeys.uniform(further).equals(KnownKeys.uniform(name)))
                .findFirst()
                .ifPresent(further -> {
                    throw new InvalidElectionException(
                            "leader.election.elections.%s has the name of the default election, '%s'"
                                    .formatted(further, name),
                            "Rename one of them: the key under leader.election.elections, or leader.election.name. Hyphens, underscores and case do not tell names apart.");
                });
    }

    private static @Nullable String firstText(@Nullable String first, @Nullable String second) {
        if (first != null && !first.isBlank()) {
            return first;
        }
        return second == null || second.isBlank() ? null : second;
    }
}
