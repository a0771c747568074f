package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leaderelection.autoconfigure.ElectionProperties.Backend;
import io.leaderelection.autoconfigure.ElectionProperties.OnLoss;
import io.leaderelection.autoconfigure.ElectionProperties.ProofOfDeath;
import io.leaderelection.autoconfigure.ElectionProperties.TimingPreset;
import io.leaderelection.elector.ElectionSettings;
import io.leaderelection.elector.Randomness;
import io.leaderelection.elector.RevisionGrace;
import io.leaderelection.spring.StartTime;
import io.leaderelection.status.Timings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;

class ElectionPropertiesResolverTests {

    @TempDir
    Path noServiceAccount;

    private @Nullable String applicationName = "shop";

    @Test
    void defaultsAreThoseOfTheElector() {
        ResolvedElection election = elections().get(0);

        assertThat(election.settings())
                .isEqualTo(ElectionSettings.of("shop", election.settings().identity(), Timings.BALANCED));
        assertThat(election.key()).isEqualTo("leader.election");
        assertThat(election.leaseName()).isEqualTo("shop");
        assertThat(election.backend()).isEqualTo(Backend.FILE);
        assertThat(election.start()).isEqualTo(StartTime.READY);
        assertThat(election.onLoss()).isEqualTo(OnLoss.STANDBY);
        assertThat(election.exitCode()).isEqualTo(1);
        assertThat(election.kubernetes().namespace()).isNull();
        assertThat(election.kubernetes().labels()).isEmpty();
        assertThat(election.kubernetes().proofOfDeath()).isEqualTo(ProofOfDeath.AUTO);
        assertThat(election.settings().revisionGrace())
                .isEqualTo(new RevisionGrace(null, RevisionGrace.DEFAULT_GRACE, false));
        assertThat(election.file().directory()).isNull();
        assertThat(election.file().shared()).isFalse();
    }

    @Test
    void everyDefaultThatTheMetadataTellsIsTheRealOne() {
        assertThat(ConfigurationMetadataTests.keys()).allSatisfy((key, told) -> {
            Object value = told.get("defaultValue");
            if (value != null) {
                Object text = value instanceof Number number ? number.longValue() : value;
                assertThat(elections(key, text.toString())).isEqualTo(elections());
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void presetsFitThemselves(TimingPreset preset) {
        Timings timings = elections("leader.election.timing", preset.name())
                .get(0)
                .settings()
                .timings();

        assertThat(timings)
                .isEqualTo(
                        switch (preset) {
                            case FAST -> timings(10, 7, 1);
                            case BALANCED -> Timings.BALANCED;
                            case CONSERVATIVE -> timings(30, 20, 5);
                        });
    }

    @Test
    void singleTimingsStandAboveThePreset() {
        Timings timings = elections(
                        "leader.election.timing", "fast",
                        "leader.election.lease-duration", "20s",
                        "leader.election.renew-interval", "500ms")
                .get(0)
                .settings()
                .timings();

        assertThat(timings)
                .isEqualTo(new Timings(
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(7),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(500),
                        Timings.DEFAULT_DRAIN_TIMEOUT));
    }

    @Test
    void theRenewIntervalIsAThirdOfAConfiguredDeadlineToo() {
        Timings timings = elections("leader.election.renew-deadline", "9s")
                .get(0)
                .settings()
                .timings();

        assertThat(timings.renewInterval()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void aPresetOfAnElectionStandsAboveSingleTimingsOfTheDefaultElection() {
        List<ResolvedElection> elections = elections(
                "leader.election.lease-duration", "40s",
                "leader.election.elections.reports.timing", "fast",
                "leader.election.elections.mails.retry-period", "1s");

        assertThat(elections.get(1).settings().timings()).isEqualTo(timings(10, 7, 1));
        assertThat(elections.get(2).settings().timings()).isEqualTo(timings(40, 10, 1));
    }

    static Stream<Arguments> keys() {
        return Stream.of(
                key("backend", "memory", ResolvedElection::backend, Backend.MEMORY),
                key("campaign", "false", election -> election.settings().campaign(), false),
                key("start", "manual", ResolvedElection::start, StartTime.MANUAL),
                key(
                        "lease-duration",
                        "20s",
                        election -> election.settings().timings().leaseDuration(),
                        Duration.ofSeconds(20)),
                key(
                        "renew-deadline",
                        "9s",
                        election -> election.settings().timings().renewDeadline(),
                        Duration.ofSeconds(9)),
                key(
                        "retry-period",
                        "1s",
                        election -> election.settings().timings().retryPeriod(),
                        Duration.ofSeconds(1)),
                key(
                        "renew-interval",
                        "1s",
                        election -> election.settings().timings().renewInterval(),
                        Duration.ofSeconds(1)),
                key("timing", "fast", election -> election.settings().timings(), timings(10, 7, 1)),
                key("identity", "me", election -> election.settings().identity(), "me"),
                key("advertise", "http://me", election -> election.settings().advertised(), "http://me"),
                key(
                        "release-on-shutdown",
                        "false",
                        election -> election.settings().releaseOnStop(),
                        false),
                key("drain-timeout", "5s", election -> election.settings().drainTimeout(), Duration.ofSeconds(5)),
                key("on-loss", "exit", ResolvedElection::onLoss, OnLoss.EXIT),
                key("exit-code", "7", ResolvedElection::exitCode, 7),
                key("fencing.token-floor", "99", election -> election.settings().tokenFloor(), 99L),
                key(
                        "proof-of-death-delay",
                        "2s",
                        election -> election.settings().proofOfDeathDelay(),
                        Duration.ofSeconds(2)),
                key(
                        "revision",
                        "7d9c5b8f4d",
                        election -> election.settings().revisionGrace().revision(),
                        "7d9c5b8f4d"),
                key(
                        "revision-grace",
                        "1s",
                        election -> election.settings().revisionGrace().grace(),
                        Duration.ofSeconds(1)),
                key(
                        "kubernetes.namespace",
                        "sales",
                        election -> election.kubernetes().namespace(),
                        "sales"),
                key(
                        "kubernetes.labels.team",
                        "a",
                        election -> election.kubernetes().labels(),
                        Map.of("team", "a")),
                key(
                        "kubernetes.proof-of-death",
                        "on",
                        election -> election.kubernetes().proofOfDeath(),
                        ProofOfDeath.ON),
                key("file.directory", "/srv/leases", election -> election.file().directory(), Path.of("/srv/leases")),
                key("file.shared", "true", election -> election.file().shared(), true));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void aKeyOfTheDefaultElectionIsInherited(
            String key, String value, Function<ResolvedElection, Object> property, Object expected) {
        List<ResolvedElection> elections =
                elections("leader.election." + key, value, "leader.election.elections.reports.lease-name", "reports");

        assertThat(elections).hasSize(2).extracting(property).containsExactly(expected, expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void aKeyOfAnElectionStandsAboveTheDefaultElection(
            String key, String value, Function<ResolvedElection, Object> property, Object expected) {
        List<ResolvedElection> elections = elections("leader.election.elections.reports." + key, value);

        assertThat(elections).hasSize(2);
        assertThat(property.apply(elections.get(1))).isEqualTo(expected);
        assertThat(property.apply(elections.get(0)))
                .isNotEqualTo(expected)
                .isEqualTo(property.apply(elections().get(0)));
    }

    @Test
    void labelsOfAnElectionAreAddedToTheInheritedOnes() {
        List<ResolvedElection> elections = elections(
                "leader.election.kubernetes.labels.team", "a",
                "leader.election.kubernetes.labels.tier", "1",
                "leader.election.elections.reports.kubernetes.labels.tier", "2");

        assertThat(elections.get(1).kubernetes().labels()).containsOnly(Map.entry("team", "a"), Map.entry("tier", "2"));
    }

    @Test
    void anElectionIsNamedByItsKeyAndItsLeaseAfterBoth() {
        ResolvedElection reports =
                elections("leader.election.elections.reports.campaign", "true").get(1);

        assertThat(reports.name()).isEqualTo("reports");
        assertThat(reports.leaseName()).isEqualTo("shop-reports");
        assertThat(reports.key()).isEqualTo("leader.election.elections.reports");
    }

    @Test
    void anElectionNeedsNoKeys() {
        assertThat(elections("leader.election.elections.reports", ""))
                .extracting(ResolvedElection::leaseName)
                .containsExactly("shop", "shop-reports");
    }

    @Test
    void anElectionIsNoText() {
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> elections("leader.election.elections.reports", "yes"))
                .withMessageContaining("leader.election.elections.reports");
    }

    @Test
    void aLeaseNameIsNotInherited() {
        List<ResolvedElection> elections = elections(
                "leader.election.lease-name", "till",
                "leader.election.elections.reports.campaign", "true",
                "leader.election.elections.mails.lease-name", "mails");

        assertThat(elections).extracting(ResolvedElection::leaseName).containsExactly("till", "shop-reports", "mails");
    }

    @Test
    void theNameOnKubernetesMayDiffer() {
        String[] keys = {"leader.election.lease-name", "till", "leader.election.kubernetes.lease-name", "shop.till"};

        assertThat(elections(keys).get(0).leaseName()).isEqualTo("till");
        assertThat(elections(Stream.concat(Stream.of(keys), Stream.of("leader.election.backend", "kubernetes"))
                                .toArray(String[]::new))
                        .get(0)
                        .leaseName())
                .isEqualTo("shop.till");
    }

    @Test
    void theNameMayBeSetApartFromTheApplications() {
        assertThat(elections("leader.election.name", "till").get(0).name()).isEqualTo("till");
    }

    @Test
    void withoutAnyNameThereIsNoElection() {
        applicationName = " ";

        FailureAnalysis analysis = refused();

        assertThat(analysis.getDescription())
                .isEqualTo(
                        "Neither leader.election.name nor spring.application.name is set, so the election has no name");
        assertThat(analysis.getAction())
                .isEqualTo("Set spring.application.name, or leader.election.name, to a name that all replicas share.");
    }

    @Test
    void timingsThatDoNotFitAreNamedWithTheirKeysAndValues() {
        FailureAnalysis analysis = refused("leader.election.lease-duration", "11s");

        assertThat(analysis.getDescription())
                .isEqualTo("The timings of an election do not fit each other: leader.election.lease-duration (11s) must"
                        + " be at least 1.2 times leader.election.renew-deadline (10s), so that the old leader has stopped"
                        + " before a new one starts; raise leader.election.lease-duration or lower"
                        + " leader.election.renew-deadline");
        assertThat(analysis.getAction())
                .isEqualTo("Change the named keys, or leave them out and choose leader.election.timing: fast, balanced"
                        + " or conservative.");
    }

    @Test
    void aLeaseDurationOfPartsOfASecondIsRefused() {
        assertThat(refused("leader.election.lease-duration", "15500ms").getDescription())
                .contains("leader.election.lease-duration (15500ms) must be whole seconds")
                .contains("use 16s");
    }

    @Test
    void aRenewIntervalThatLeavesNoTimeIsRefused() {
        assertThat(refused("leader.election.renew-interval", "6s").getDescription())
                .contains("leader.election.renew-interval (6s) leaves no time")
                .contains("leader.election.renew-deadline (10s)");
    }

    @Test
    void timingsOfAFurtherElectionAreNamedWithItsKeys() {
        FailureAnalysis analysis = refused("leader.election.elections.reports.renew-deadline", "2s");

        assertThat(analysis.getDescription())
                .contains("leader.election.elections.reports.renew-deadline (2s)")
                .contains("leader.election.elections.reports.retry-period (2s)");
        assertThat(analysis.getAction()).contains("leader.election.elections.reports.timing");
    }

    @Test
    void negativeTimesAreRefused() {
        FailureAnalysis drain = refused("leader.election.drain-timeout", "-1s");
        FailureAnalysis delay = refused("leader.election.elections.reports.proof-of-death-delay", "-2s");

        assertThat(drain.getDescription()).isEqualTo("leader.election.drain-timeout is -1s");
        assertThat(drain.getAction()).isEqualTo("Set leader.election.drain-timeout to zero or more, for example 20s.");
        assertThat(delay.getDescription()).isEqualTo("leader.election.elections.reports.proof-of-death-delay is -2s");
    }

    @Test
    void aGraceThatWouldLeaveTheLeaseToNobodyIsRefused() {
        FailureAnalysis grace = refused("leader.election.revision-grace", "16s");

        assertThat(grace.getDescription())
                .isEqualTo("leader.election.revision-grace is 16s, longer than the lease duration");
        assertThat(grace.getAction()).startsWith("Set leader.election.revision-grace to a fraction of a second");
    }

    @Test
    void aTokenFloorOutOfRangeIsRefused() {
        FailureAnalysis negative = refused("leader.election.fencing.token-floor", "-1");
        FailureAnalysis high = refused("leader.election.fencing.token-floor", Long.toString(Long.MAX_VALUE));

        assertThat(negative.getDescription()).isEqualTo("leader.election.fencing.token-floor is -1");
        assertThat(negative.getAction()).contains("a number from 0 to 2305843009213693952");
        assertThat(high.getDescription()).contains(Long.toString(Long.MAX_VALUE));
    }

    @Test
    void anElectionWithTheNameOfTheDefaultElectionIsRefused() {
        FailureAnalysis analysis = refused("leader.election.elections.shop.campaign", "false");

        assertThat(analysis.getDescription())
                .isEqualTo("leader.election.elections.shop has the name of the default election, 'shop'");
        assertThat(analysis.getAction())
                .isEqualTo(
                        "Rename one of them: the key under leader.election.elections, or leader.election.name. Hyphens, underscores and case do not tell names apart.");
    }

    private static Arguments key(
            String key, String value, Function<ResolvedElection, Object> property, Object expected) {
        return Arguments.of(key, value, property, expected);
    }

    private static Timings timings(int lease, int deadline, int retry) {
        return Timings.of(Duration.ofSeconds(lease), Duration.ofSeconds(deadline), Duration.ofSeconds(retry));
    }

    private FailureAnalysis refused(String... keysAndValues) {
        return catchThrowableOfType(InvalidElectionException.class, () -> elections(keysAndValues))
                .analysis();
    }

    private List<ResolvedElection> elections(String... keysAndValues) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            source.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        Binder binder = new Binder(source);
        PodInfo pod = new PodInfo(Map.of("HOSTNAME", "laptop"), PodInfo.mounted(noServiceAccount));
        return new ElectionPropertiesResolver(
                        binder.bindOrCreate(LeaderElectionProperties.PREFIX, LeaderElectionProperties.class),
                        binder.bindOrCreate(LeaderElectionProperties.PREFIX, ElectionProperties.class),
                        new BackendChoice(pod, () -> false, false),
                        pod,
                        new Dice())
                .resolve(applicationName);
    }

    /** Always throws the same. */
    private static final class Dice implements Randomness {

        @Override
        public String nextName() {
            return "1234567890abcdef";
        }

        @Override
        public double nextFraction() {
            return 0.5;
        }
    }
}
