package io.leaderelection.it.scenario;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.it.apiserver.Permission;
import io.leaderelection.test.apiserver.ApiServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A group of 64 shards in real processes: they share it evenly, and each shard has one owner, whatever happens to them. */
@EnabledOnOs(OS.LINUX)
class ShardTests extends SceneTests {

    private static final int SHARDS = 64;
    private static final int SEATS = 6;

    /** What was written within this time is still going on. */
    private static final Duration LATELY = Duration.ofSeconds(2);

    ShardTests(ApiServer server) {
        super(server);
    }

    private void openGroup(String... options) {
        List<String> all = new ArrayList<>(List.of(
                "--leader.election.groups.orders.shards=" + SHARDS,
                "--leader.election.groups.orders.seats=" + SEATS,
                "--leader.election.groups.orders.rebalance-delay=0s",
                "--leader.election.groups.orders.max-moving=100%",
                "--sample.interval=100ms"));
        all.addAll(List.of(options));
        open(Scene.SHORT, all.toArray(String[]::new));
        scene.account().may(rights());
    }

    /** What docs/shards.md asks for, beside the rights of the default election: names, and no list. */
    private static Permission[] rights() {
        Stream<Permission> group = IntStream.rangeClosed(0, SEATS)
                .mapToObj(seat -> seat == SEATS ? "orders-shards" : "orders-seat-" + seat)
                .map(lease -> Permission.onLease(lease, "get", "create", "update", "watch"));
        return Stream.concat(Stream.of(Scene.allRights()), group).toArray(Permission[]::new);
    }

    @Test
    void membersJoinLeaveAndDie() throws Exception {
        openGroup();
        Replica one = scene.start("one");
        Replica two = scene.start("two");
        Replica three = scene.start("three");
        awaitShares(21, 22, one, two, three);

        Replica four = scene.start("four");
        awaitShares(16, 16, one, two, three, four);

        one.process().terminate();
        one.process().awaitEnd(Scene.PATIENCE);
        awaitShares(21, 22, two, three, four);

        two.process().kill();
        awaitShares(32, 32, three, four);
        assertSafe();
    }

    @Test
    void aMemberThatSleptInsideItsCallsIsRefused() {
        openGroup("--sample.hold=5ms");
        Replica sleeper = scene.start("sleeper");
        Replica other = scene.start("other");
        awaitShares(32, 32, sleeper, other);

        sleeper.process().pause();
        long asleep = System.nanoTime();
        awaitShares(SHARDS, SHARDS, other);
        sleeper.process().resume();
        long resumed = System.nanoTime();
        awaitShares(32, 32, sleeper, other);

        // What it has is granted anew: nothing of its sleep goes on, but for the question it had asked before.
        Map<String, List<HistoryLine>> before = sleeper.lines().stream()
                .filter(line -> line.is("enter") && line.told() < asleep)
                .collect(groupingBy(HistoryLine::election));
        assertThat(sleeper.lines())
                .filteredOn(line -> line.is("enter") && line.nanos() > resumed)
                .allMatch(line -> line.token() > latest(before, line.election()));
        assertSafe();
    }

    @Test
    void aLostAssignmentIsBegunAnewWhileWorkGoesOn() {
        openGroup();
        Replica one = scene.start("one");
        Replica two = scene.start("two");
        awaitShares(32, 32, one, two);
        List<Long> tokens = tokensOf(one);

        scene.leases().delete("orders-shards");
        Replica three = scene.start("three");
        awaitShares(21, 22, one, two, three);

        assertThat(tokens).as("what was kept is kept by the same tokens").containsAll(tokensOf(one));
        assertSafe();
    }

    @Test
    void aMemberThatIsCutOffLosesItsShardsAndComesBack() {
        openGroup();
        Replica one = scene.start("one");
        Replica two = scene.start("two");
        awaitShares(32, 32, one, two);

        scene.network(one).cutBothWays();
        awaitShares(SHARDS, SHARDS, two);
        scene.network(one).heal();
        awaitShares(32, 32, one, two);
        assertSafe();
    }

    private static long latest(Map<String, List<HistoryLine>> lines, String election) {
        return lines.getOrDefault(election, List.of()).stream()
                .mapToLong(HistoryLine::token)
                .max()
                .orElse(0);
    }

    /** Tokens by which this replica works now. */
    private List<Long> tokensOf(Replica replica) {
        return worked(replica).stream().map(HistoryLine::token).distinct().toList();
    }

    private void awaitShares(int least, int most, Replica... members) {
        Awaiting.until(
                "shares of %s to %s for %s".formatted(least, most, List.of(members)),
                Scene.PATIENCE,
                () -> areShares(least, most, members),
                () -> shares(members) + "\n" + scene);
    }

    private boolean areShares(int least, int most, Replica... members) {
        for (Replica member : members) {
            assertThat(member.process().isAlive()).as(member::log).isTrue();
        }
        List<Set<String>> shares = shares(members);
        return shares.stream().allMatch(share -> share.size() >= least && share.size() <= most)
                && shares.stream().mapToInt(Set::size).sum() == SHARDS;
    }

    private List<Set<String>> shares(Replica... members) {
        return List.of(members).stream()
                .map(member ->
                        worked(member).stream().map(HistoryLine::election).collect(Collectors.toSet()))
                .toList();
    }

    /** The calls of late of one replica. */
    private static List<HistoryLine> worked(Replica replica) {
        long since = System.nanoTime() - LATELY.toNanos();
        return replica.lines().stream()
                .filter(line -> line.is("enter")
                        && line.nanos() > since
                        && line.election().startsWith("orders-"))
                .toList();
    }

    /** By the histories of the processes and by the ledgers, shard by shard. */
    private void assertSafe() {
        Map<String, List<HistoryLine>> shards = scene.replicas().stream()
                .flatMap(replica -> replica.lines().stream())
                .filter(line -> line.election().startsWith("orders-"))
                .collect(groupingBy(HistoryLine::election));
        assertThat(shards).hasSize(SHARDS);
        shards.forEach((shard, lines) -> assertThat(new History(lines).violations())
                .as("%s\n%s", shard, scene)
                .isEmpty());
        for (int shard = 0; shard < SHARDS; shard++) {
            Path ledger = directory.resolve("ledger-orders-" + shard);
            assertThat(LedgerTokens.of(ledger))
                    .as("ledger of shard %s", shard)
                    .isNotEmpty()
                    .isSorted();
        }
    }
}
