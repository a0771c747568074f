package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leaderelection.elector.system.SystemRandomness;
import io.leaderelection.group.GroupSettings;
import io.leaderelection.group.KeyHash;
import io.leaderelection.spi.ShardHash;
import io.leaderelection.spring.StartTime;
import io.leaderelection.status.Timings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;

class GroupPropertiesResolverTests {

    private static final String ORDERS = "leader.election.groups.orders.";

    @TempDir
    Path noServiceAccount;

    private ShardHash hash = new KeyHash();

    @Test
    void aNumberOfShardsIsEnough() {
        ResolvedGroup group = orders("shards", "256");

        GroupSettings settings = group.settings();
        assertThat(settings.name()).isEqualTo("orders");
        assertThat(settings.shards()).isEqualTo(256);
        assertThat(settings.seats()).isEqualTo(16);
        assertThat(settings.mostMoving()).isEqualTo(25);
        assertThat(settings.rebalanceDelay()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.capacity()).isEqualTo(1);
        assertThat(settings.hashName()).isEqualTo("fnv1a32");
        assertThat(settings.hash().applyAsInt("foobar")).isEqualTo(0xbf9cf968);
        assertThat(settings.carried()).isEmpty();
        assertThat(settings.timings()).isEqualTo(Timings.BALANCED);
        assertThat(group.key()).isEqualTo("leader.election.groups.orders");
        assertThat(group.leaseName()).isEqualTo("orders");
        assertThat(group.start()).isEqualTo(StartTime.READY);
    }

    @Test
    void itsOwnKeysGoFirst() {
        ResolvedGroup group = orders(
                "shards", "64",
                "seats", "32",
                "max-moving", "3",
                "rebalance-delay", "30s",
                "capacity", "4",
                "lease-name", "shop-orders",
                "start", "manual",
                "drain-timeout", "7s");

        GroupSettings settings = group.settings();
        assertThat(settings.seats()).isEqualTo(32);
        assertThat(settings.mostMoving()).isEqualTo(3);
        assertThat(settings.rebalanceDelay()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.capacity()).isEqualTo(4);
        assertThat(settings.timings().drainTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(group.start()).isEqualTo(StartTime.MANUAL);
        assertThat(group.assignment().leaseName()).isEqualTo("shop-orders-shards");
        assertThat(group.seats()).hasSize(32);
        assertThat(group.seats().get(31).leaseName()).isEqualTo("shop-orders-seat-31");
        assertThat(group.seats().get(31).name()).isEqualTo("orders-seat-31");
    }

    @Test
    void allElseIsThatOfTheDefaultElection() {
        ResolvedGroup group = groups(
                        "leader.election.timing",
                        "fast",
                        "leader.election.identity",
                        "me",
                        "leader.election.advertise",
                        "http://me",
                        "leader.election.revision",
                        "blue",
                        "leader.election.drain-timeout",
                        "3s",
                        "leader.election.start",
                        "refreshed",
                        "leader.election.fencing.token-floor",
                        "1000",
                        "leader.election.proof-of-death-delay",
                        "2s",
                        "leader.election.lease-name",
                        "of-the-election",
                        "leader.election.kubernetes.pod-label",
                        "true",
                        "leader.election.kubernetes.events",
                        "true",
                        "leader.election.kubernetes.labels.team",
                        "a",
                        "leader.election.kubernetes.namespace",
                        "shop",
                        ORDERS + "shards",
                        "8")
                .get(0);

        GroupSettings settings = group.settings();
        assertThat(settings.identity()).isEqualTo("me");
        assertThat(settings.advertised()).isEqualTo("http://me");
        assertThat(settings.revision()).isEqualTo("blue");
        assertThat(settings.timings().leaseDuration()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.timings().drainTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.tokenFloor()).isEqualTo(1000);
        assertThat(settings.proofOfDeathDelay()).isEqualTo(Duration.ofSeconds(2));
        assertThat(group.start()).isEqualTo(StartTime.REFRESHED);
        assertThat(group.leaseName()).isEqualTo("orders");
        ResolvedElection.Kubernetes seat = group.seats().get(0).kubernetes();
        assertThat(seat.namespace()).isEqualTo("shop");
        assertThat(seat.labels()).isEqualTo(Map.of("team", "a"));
        assertThat(seat.events()).isFalse();
        assertThat(seat.podLabel()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"100, 10%, 10", "5, 10%, 1", "256, 100%, 256", "256, 7, 7", "8, 1%, 1", "1, 5000, 4096"})
    void atLeastOneShardMayMove(String shards, String written, int most) {
        assertThat(orders("shards", shards, "max-moving", written).settings().mostMoving())
                .isEqualTo(most);
    }

    @ParameterizedTest
    @CsvSource({
        "shards, 0, a number from 1 to 4096",
        "shards, 4097, a number from 1 to 4096",
        "seats, 0, a number from 1 to 256",
        "seats, 257, a number from 1 to 256",
        "capacity, 0, a number from 1 to",
        "max-moving, 0, a percentage from 1% to 100%",
        "max-moving, 101%, a percentage from 1% to 100%",
        "max-moving, many, a percentage from 1% to 100%",
        "rebalance-delay, -1s, zero or more",
        "drain-timeout, -1s, zero or more"
    })
    void aValueOutOfItsRangeIsRefusedWithKeyValueAndFix(String key, String value, String fix) {
        FailureAnalysis refusal = refused(ORDERS + "shards", "8", ORDERS + key, value);

        assertThat(refusal.getDescription()).isEqualTo(ORDERS + key + " is " + value);
        assertThat(refusal.getAction())
                .startsWith("Set " + ORDERS + key + " to ")
                .contains(fix);
    }

    /** A placeholder without a value leaves the number empty, and Spring makes nothing of a name without values. */
    @ParameterizedTest
    @CsvSource({"capacity, 2", "shards, ''"})
    void theNumberOfShardsMustBeSaid(String key, String value) {
        FailureAnalysis refusal = refused(ORDERS + key, value);

        assertThat(refusal.getDescription()).isEqualTo("leader.election.groups.orders.shards is not set");
        assertThat(refusal.getAction()).contains("256");
    }

    @Test
    void aGroupIsNotOnlyObserved() {
        FailureAnalysis refusal = refused(ORDERS + "shards", "8", "leader.election.campaign", "false");

        assertThat(refusal.getDescription()).contains("leader.election.campaign is 'false'", "groups.orders");
    }

    @Test
    void aShardAndAnElectionOfOneNameAreRefused() {
        FailureAnalysis refusal =
                refused(ORDERS + "shards", "8", "leader.election.elections.orders-7.lease-name", "other");

        assertThat(refusal.getDescription()).contains("groups.orders", "'orders-7'", "elections.orders-7");
    }

    @Test
    void aGroupAndAnElectionOfOneNameAreRefused() {
        FailureAnalysis refusal = refused("leader.election.groups.shop.shards", "8");

        assertThat(refusal.getDescription()).contains("leader.election.groups.shop has the name of an election");
    }

    @Test
    void aGroupCarriesElections() {
        ResolvedGroup group = groups(
                        ORDERS + "shards",
                        "8",
                        "leader.election.group",
                        "orders",
                        "leader.election.elections.reports.group",
                        "orders",
                        "leader.election.elections.reports.on-loss",
                        "exit",
                        "leader.election.elections.reports.exit-code",
                        "3",
                        "leader.election.elections.reports.readiness",
                        "leader-only",
                        "leader.election.elections.other.timing",
                        "fast")
                .get(0);

        assertThat(group.settings().carried()).containsExactly("reports", "shop");
    }

    @Test
    void aCarriedElectionStartsAndDrainsWithItsGroup() {
        ResolvedElection reports = elections(
                        ORDERS + "shards",
                        "8",
                        ORDERS + "start",
                        "manual",
                        ORDERS + "drain-timeout",
                        "7s",
                        "leader.election.elections.reports.group",
                        "orders")
                .get(1);

        assertThat(reports.group()).isEqualTo("orders");
        assertThat(reports.start()).isEqualTo(StartTime.MANUAL);
        assertThat(reports.settings().drainTimeout()).isEqualTo(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "backend=memory",
                "campaign=true",
                "start=ready",
                "lease-name=a",
                "timing=fast",
                "lease-duration=20s",
                "renew-deadline=9s",
                "retry-period=1s",
                "renew-interval=1s",
                "identity=me",
                "advertise=a",
                "release-on-shutdown=true",
                "drain-timeout=1s",
                "proof-of-death-delay=1s",
                "revision=a",
                "revision-grace=1ms",
                "fencing.token-floor=1",
                "kubernetes.namespace=a",
                "kubernetes.lease-name=a",
                "kubernetes.proof-of-death=off",
                "kubernetes.events=true",
                "kubernetes.pod-label=true",
                "kubernetes.pod-deletion-cost=true",
                "file.directory=/tmp",
                "file.shared=true"
            })
    void aCarriedElectionHasNoLease(String keyAndValue) {
        String key = keyAndValue.substring(0, keyAndValue.indexOf('='));
        FailureAnalysis refusal = refused(
                ORDERS + "shards",
                "8",
                "leader.election.elections.reports.group",
                "orders",
                "leader.election.elections.reports." + key,
                keyAndValue.substring(key.length() + 1));

        assertThat(refusal.getDescription())
                .isEqualTo(
                        "leader.election.elections.reports.%s is set, but the election is carried by the group 'orders' and has no lease"
                                .formatted(key));
        assertThat(refusal.getAction()).contains("leader.election.elections.reports." + key);
    }

    @Test
    void aGroupThatDoesNotExistCarriesNothing() {
        FailureAnalysis refusal = refused(ORDERS + "shards", "8", "leader.election.elections.reports.group", "jobs");

        assertThat(refusal.getDescription())
                .isEqualTo(
                        "leader.election.elections.reports.group is 'jobs', which does not exist; there are [orders]");
        assertThat(refusal.getAction()).contains("leader.election.groups.jobs.shards");
    }

    @Test
    void anEmptyNameOfAGroupIsRefused() {
        FailureAnalysis refusal = refused(ORDERS + "shards", "8", "leader.election.elections.reports.group", "");

        assertThat(refusal.getDescription()).isEqualTo("leader.election.elections.reports.group is empty");
        assertThat(refusal.getAction()).contains("leader.election.elections.reports.group");
    }

    @Test
    void anotherHashReplacesOurs() {
        hash = new Length("length");

        GroupSettings settings = orders("shards", "8").settings();
        assertThat(settings.hashName()).isEqualTo("length");
        assertThat(settings.hash().applyAsInt("three")).isEqualTo(5);
    }

    @Test
    void aHashNeedsAProperName() {
        hash = new Length("my hash");

        assertThat(refused(ORDERS + "shards", "8").getDescription()).contains("'my hash'");
    }

    private record Length(String name) implements ShardHash {

        @Override
        public int hash(String key) {
            return key.length();
        }
    }

    private ResolvedGroup orders(String... keysAndValues) {
        String[] whole = keysAndValues.clone();
        for (int i = 0; i < whole.length; i += 2) {
            whole[i] = ORDERS + whole[i];
        }
        return groups(whole).get(0);
    }

    private FailureAnalysis refused(String... keysAndValues) {
        InvalidElectionException refusal =
                catchThrowableOfType(InvalidElectionException.class, () -> groups(keysAndValues));
        assertThat(refusal).as("a refusal of %s", List.of(keysAndValues)).isNotNull();
        return refusal.analysis();
    }

    private List<ResolvedGroup> groups(String... keysAndValues) {
        Binder binder = binder(keysAndValues);
        Set<String> named = new ConfiguredKeys(List.of(source(keysAndValues)), UnaryOperator.identity()).groups();
        return new GroupPropertiesResolver(application(binder), defaults(binder), hash, named)
                .resolve(elections(keysAndValues));
    }

    private List<ResolvedElection> elections(String... keysAndValues) {
        Binder binder = binder(keysAndValues);
        PodInfo pod = new PodInfo(Map.of("HOSTNAME", "laptop"), PodInfo.mounted(noServiceAccount));
        return new ElectionPropertiesResolver(
                        application(binder),
                        defaults(binder),
                        new BackendChoice(pod, () -> false, false),
                        pod,
                        new SystemRandomness())
                .resolve("shop");
    }

    private static Binder binder(String... keysAndValues) {
        return new Binder(source(keysAndValues));
    }

    private static MapConfigurationPropertySource source(String... keysAndValues) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            source.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return source;
    }

    private static LeaderElectionProperties application(Binder binder) {
        return binder.bindOrCreate(LeaderElectionProperties.PREFIX, LeaderElectionProperties.class);
    }

    private static ElectionProperties defaults(Binder binder) {
        return binder.bindOrCreate(LeaderElectionProperties.PREFIX, ElectionProperties.class);
    }
}
