package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Every key has an effect, or ends the start. */
@ExtendWith(OutputCaptureExtension.class)
class ConfiguredKeysTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withPropertyValues("spring.application.name=shop", "leader.election.backend=memory")
            .withConfiguration(AutoConfigurations.of(LeaderElectionAutoConfiguration.class));

    @Test
    void aMisspeltKeyEndsTheStartWithItsPlaceAndTheNearestOne() {
        runner.withPropertyValues("leader.election.leese-duration=20s").run(context -> {
            FailureAnalysis analysis = refused(context);
            assertThat(analysis.getDescription())
                    .isEqualTo("leader.election.leese-duration, from \"leader.election.leese-duration\" from property"
                            + " source \"test\", is no key of leader election: it would have no effect");
            assertThat(analysis.getAction()).startsWith("Did you mean leader.election.lease-duration?");
        });
    }

    @Test
    void aKeyInTheWrongPlaceIsToldTheRightOne() {
        runner.withPropertyValues("leader.election.directory=/srv/leases")
                .run(context -> assertThat(refused(context).getAction())
                        .startsWith("Did you mean leader.election.file.directory?"));
        runner.withPropertyValues("leader.election.elections.reports.drain-time=5s")
                .run(context -> assertThat(refused(context).getAction())
                        .startsWith("Did you mean leader.election.elections.reports.drain-timeout?"));
    }

    @Test
    void allMisspeltKeysAreToldAtOnce() {
        runner.withPropertyValues("leader.election.kubernets.namespace=a", "leader.election.xyz=b")
                .run(context ->
                        assertThat(refused(context).getDescription().lines()).hasSize(2));
    }

    @Test
    void aMisspeltKeyEndsTheStartAlsoWhereNoElectionIsHeld() {
        runner.withPropertyValues("leader.election.enabled=false", "leader.election.when-disable=follower")
                .run(context -> assertThat(refused(context).getAction())
                        .startsWith("Did you mean leader.election.when-disabled?"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "enabled=false",
                "enabled=true",
                "name=other",
                "when-disabled=follower",
                "health.forbidden-for=1s"
            })
    void aKeyOfTheApplicationIsNoneOfOneElection(String key) {
        runner.withPropertyValues("leader.election.elections.reports." + key).run(context -> {
            FailureAnalysis analysis = refused(context);
            assertThat(analysis.getDescription())
                    .contains("leader.election.elections.reports." + key.replaceAll("=.*", ""))
                    .endsWith("is a key of the application, not of one election");
            assertThat(analysis.getAction()).contains("leader.election.elections.reports.campaign: false");
        });
    }

    @Test
    void theGracePeriodOfThePodIsNoneOfOneElection() {
        runner.withPropertyValues("leader.election.elections.reports.kubernetes.termination-grace-period=60s")
                .run(context -> assertThat(refused(context).getDescription()).endsWith("not of one election"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "leader.election.leaseDuration=20s",
                "leader.election.LEASE-DURATION=20s",
                "leader.election.lease_duration=20s",
                "leader.election.kubernetes.labels[app.kubernetes.io/name]=shop",
                "leader.election.kubernetes.labels.team=a",
                "leader.election.elections.reports.kubernetes.labels.team=a",
                "leader.election.elections.reports=",
                "leader.election.web.problem-details=false"
            })
    void whatSpringBindsIsKnownHoweverItIsSpelt(String property) {
        runner.withPropertyValues(property).run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void everyKeyOfTheMetadataIsKnown() {
        String[] every = ConfigurationMetadataTests.keys().keySet().stream()
                .filter(key -> !key.endsWith(".elections"))
                .map(key -> key.substring("leader.election.".length()))
                .toArray(String[]::new);
        KnownKeys known = new KnownKeys(Set.of(), LeaderElectionProperties.class, ElectionProperties.class);
        assertThat(every)
                .allSatisfy(key ->
                        assertThat(known.typeOf(List.of(key.split("\\.")))).isPresent());
    }

    @Test
    void aNativeImageKeepsTheConstructorsThatTheKeysAreReadFrom() {
        RuntimeHints hints = new RuntimeHints();
        BindableRuntimeHintsRegistrar.forTypes(LeaderElectionProperties.class, ElectionProperties.class)
                .registerHints(hints);
        assertThat(List.of(
                        LeaderElectionProperties.class,
                        LeaderElectionProperties.Health.class,
                        LeaderElectionProperties.Web.class,
                        ElectionProperties.class,
                        ElectionProperties.Fencing.class,
                        ElectionProperties.Kubernetes.class,
                        ElectionProperties.File.class))
                .allSatisfy(type -> assertThat(RuntimeHintsPredicates.reflection()
                                .onConstructorInvocation(type.getDeclaredConstructors()[0]))
                        .accepts(hints));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "leader.election.drain-timeout",
                "leader.election.elections.reports.lease-duration",
                "leader.election.health.forbidden-for",
                "leader.election.kubernetes.termination-grace-period"
            })
    void aDurationWithoutAUnitIsRefused(String key) {
        runner.withPropertyValues(key + "=20").run(context -> {
            FailureAnalysis analysis = refused(context);
            assertThat(analysis.getDescription())
                    .startsWith(key + ", from ")
                    .endsWith("is '20': a duration without a unit");
            assertThat(analysis.getAction()).isEqualTo("Write %s: 20s or 20ms.".formatted(key));
        });
    }

    @Test
    void aDurationWithoutAUnitIsRefusedAlsoBehindAPlaceholderAndInAVariable() {
        runner.withPropertyValues("leader.election.drain-timeout=${drain}", "drain=20")
                .run(context ->
                        assertThat(refused(context).getDescription()).endsWith("is '20': a duration without a unit"));
        with(Map.of("LEADER_ELECTION_DRAIN_TIMEOUT", "20"))
                .run(context ->
                        assertThat(refused(context).getDescription()).contains("LEADER_ELECTION_DRAIN_TIMEOUT"));
    }

    /** What Spring would bind, and its conditions take for neither: nothing of ours would be there. */
    @ParameterizedTest
    @ValueSource(strings = {"leader.election.enabled=off", "leader.election.enabled=", "leader.election.enabled=0"})
    void whatIsNeitherTrueNorFalseIsRefused(String property) {
        runner.withPropertyValues(property).run(context -> {
            FailureAnalysis analysis = refused(context);
            assertThat(analysis.getDescription()).endsWith("neither true nor false");
            assertThat(analysis.getAction()).isEqualTo("Write leader.election.enabled: true or false.");
        });
    }

    @Test
    void zeroNeedsNoUnit() {
        runner.withPropertyValues("leader.election.revision-grace=0")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void theReportIsReadable(CapturedOutput output) {
        assertThat(TestApplication.failureOf("leader.election.drain-timeout=20"))
                .isNotNull();
        assertThat(TestApplication.failureOf("leader.election.timming=fast")).isNotNull();

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("Write leader.election.drain-timeout: 20s or 20ms.")
                .contains("Did you mean leader.election.timing?");
    }

    @Test
    void aMisspeltKeyOfAGroupEndsTheStart() {
        runner.withPropertyValues("leader.election.groups.orders.shard=8")
                .run(context -> assertThat(refused(context).getAction())
                        .startsWith("Did you mean leader.election.groups.orders.shards?"));
        runner.withPropertyValues("leader.election.groups.orders.timing=fast").run(context -> {
            FailureAnalysis analysis = refused(context);
            assertThat(analysis.getDescription()).endsWith("is a key of the application, not of one group");
            assertThat(analysis.getAction()).isEqualTo("Set it for all, leader.election.timing, or leave it out.");
        });
    }

    @Test
    void aGroupHasOneName() {
        runner.withPropertyValues(
                        "leader.election.groups.big-orders.shards=8", "leader.election.groups.bigorders.seats=8")
                .run(context -> assertThat(refused(context).getDescription())
                        .contains("'big-orders' and 'bigorders'", "name one group in two ways"));
    }

    @Test
    void aVariableBelongsToTheGroupThatIsNamedElsewhere() {
        with(Map.of("LEADER_ELECTION_GROUPS_BIGORDERS_SHARDS", "16"))
                .withPropertyValues("leader.election.groups.big-orders.seats=8")
                .run(context -> assertThat(
                                context.getBean(LeaderElectionProperties.class).groups())
                        .containsOnlyKeys("big-orders")
                        .satisfies(groups ->
                                assertThat(groups.get("big-orders").shards()).isEqualTo(16)));
    }

    @ParameterizedTest
    @CsvSource({"DAILYREPORTS_LEASENAME, DAILYREPORTS_TIMING", "DAILY_REPORTS_LEASE_NAME, DAILY_REPORTS_TIMING"})
    void aVariableBelongsToTheElectionThatIsNamedElsewhere(String leaseName, String timing) {
        with(Map.of(
                        "LEADER_ELECTION_ELECTIONS_" + leaseName, "of-variable",
                        "LEADER_ELECTION_ELECTIONS_" + timing, "conservative"))
                .withPropertyValues("leader.election.elections.daily-reports.drain-timeout=5s")
                .run(context -> {
                    assertThat(names(context)).containsExactly("shop", "daily-reports");
                    ElectionProperties election = context.getBean(LeaderElectionProperties.class)
                            .elections()
                            .get("daily-reports");
                    assertThat(election.leaseName()).isEqualTo("of-variable");
                    assertThat(election.timing()).isEqualTo(ElectionProperties.TimingPreset.CONSERVATIVE);
                });
    }

    @Test
    void aVariableOfNeitherSpellingWouldNotArriveAndEndsTheStart() {
        with(Map.of("LEADER_ELECTION_ELECTIONS_DAILYREPORTS_DRAIN_TIMEOUT", "5s"))
                .withPropertyValues("leader.election.elections.daily-reports.timing=fast")
                .run(context -> assertThat(refused(context).getAction())
                        .startsWith("Did you mean LEADER_ELECTION_ELECTIONS_DAILYREPORTS_DRAINTIMEOUT?"));
    }

    @Test
    void aVariableAloneMakesAnElection() {
        with(Map.of("LEADER_ELECTION_ELECTIONS_REPORTS_LEASE_NAME", "of-variable"))
                .run(context -> assertThat(names(context)).containsExactly("shop", "reports"));
    }

    @Test
    void aMisspeltVariableEndsTheStartToo() {
        with(Map.of("LEADER_ELECTION_LEASE_DURATON", "20s")).run(context -> {
            FailureAnalysis analysis = refused(context);
            assertThat(analysis.getDescription()).contains("LEADER_ELECTION_LEASE_DURATON");
            assertThat(analysis.getAction()).startsWith("Did you mean LEADER_ELECTION_LEASEDURATION?");
        });
        with(Map.of("LEADER_ELECTION_ELECTIONS_DAILY_REPORTS_TIMING", "fast"))
                .run(context -> assertThat(refused(context).getDescription())
                        .contains("LEADER_ELECTION_ELECTIONS_DAILY_REPORTS_TIMING"));
    }

    @Test
    void whatKubernetesTellsOfAServiceIsNoKey() {
        with(Map.of(
                        "LEADER_ELECTION_SERVICE_HOST", "10.0.0.1",
                        "LEADER_ELECTION_SERVICE_PORT", "80",
                        "LEADER_ELECTION_SERVICE_PORT_HTTP", "80",
                        "LEADER_ELECTION_PORT", "tcp://10.0.0.1:80",
                        "LEADER_ELECTION_PORT_80_TCP", "tcp://10.0.0.1:80",
                        "LEADER_ELECTION_PORT_80_TCP_ADDR", "10.0.0.1",
                        "LEADER_ELECTION_SAMPLE_PORT_80_TCP_PROTO", "tcp",
                        "LEADER_ELECTION_ELECTIONS_REPORTS_SERVICE_HOST", "10.0.0.1"))
                .run(context -> assertThat(names(context)).containsExactly("shop"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dailyreports", "dailyReports", "daily_reports", "Daily-Reports", "[daily_reports]"})
    void twoSpellingsOfOneNameEndTheStart(String spelling) {
        runner.withPropertyValues(
                        "leader.election.elections.daily-reports.timing=fast",
                        ("leader.election.elections." + spelling + ".campaign=true").replace(".[", "["))
                .run(context -> assertThat(refused(context).getDescription())
                        .contains("daily-reports", spelling.replaceAll("[\\[\\]]", "")));
    }

    @Test
    void theDefaultElectionsNameIsNoOtherSpellingEither() {
        runner.withPropertyValues("leader.election.elections.s-hop.timing=fast")
                .run(context -> assertThat(refused(context).getDescription()).contains("'shop'", "s-hop"));
    }

    private ApplicationContextRunner with(Map<String, String> variables) {
        return runner.withInitializer(context -> context.getEnvironment()
                .getPropertySources()
                .addLast(new SystemEnvironmentPropertySource("test-systemEnvironment", new HashMap<>(variables))));
    }

    private static List<String> names(AssertableApplicationContext context) {
        return context.getBean(LeaderElections.class).all().stream()
                .map(LeaderElection::name)
                .collect(Collectors.toList());
    }

    private static FailureAnalysis refused(AssertableApplicationContext context) {
        return LeaderElectionAutoConfigurationTests.refused(context);
    }
}
