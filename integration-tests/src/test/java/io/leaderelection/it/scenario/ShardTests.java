package io.leaderelection.it.scenario;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.test.apiserver.ApiServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A group of 64 shards in real processes: they share it evenly, and each shard has one owner, whatever happens to them. */
@EnabledOnOs(OS.LINUX)
class ShardTests extends SceneTests {

    private static final int SHARDS = 64;

    private SharedGroup group;

    ShardTests(ApiServer server) {
        super(server);
    }

    private void openGroup(String... options) {
        openGroup(Scene.SHORT, options);
    }

    private void openGroup(List<String> timings, String... options) {
        List<String> all = new ArrayList<>(List.of(
                "--leader.election.groups.orders.rebalance-delay=0s",
                "--leader.election.groups.orders.max-moving=100%",
                "--sample.interval=100ms"));
        all.addAll(List.of(options));
        open(timings, SharedGroup.options(SHARDS, all.toArray(String[]::new)));
        group = new SharedGroup(scene, SHARDS);
    }

    @Test
    void membersJoinLeaveAndDie() throws Exception {
        openGroup();
        Replica one = scene.start("one");
        Replica two = scene.start("two");
        Replica three = scene.start("three");
        group.awaitShares(21, 22, one, two, three);

        Replica four = scene.start("four");
        group.awaitShares(16, 16, one, two, three, four);

        one.process().terminate();
        one.process().awaitEnd(Scene.PATIENCE);
        group.awaitShares(21, 22, two, three, four);

        two.process().kill();
        group.awaitShares(32, 32, three, four);
        group.assertSafe(directory);
    }

    @Test
    void aMemberThatSleptInsideItsCallsIsRefused() {
        openGroup("--sample.hold=5ms");
        Replica sleeper = scene.start("sleeper");
        Replica other = scene.start("other");
        group.awaitShares(32, 32, sleeper, other);

        sleeper.process().pause();
        long asleep = System.nanoTime();
        group.awaitShares(SHARDS, SHARDS, other);
        sleeper.process().resume();
        long resumed = System.nanoTime();
        group.awaitShares(32, 32, sleeper, other);

        // What it has is granted anew: nothing of its sleep goes on, but for the question it had asked before.
        Map<String, List<HistoryLine>> before = sleeper.lines().stream()
                .filter(line -> line.is("enter") && line.told() < asleep)
                .collect(groupingBy(HistoryLine::election));
        assertThat(sleeper.lines())
                .filteredOn(line -> line.is("enter") && line.nanos() > resumed)
                .allMatch(line -> line.token() > latest(before, line.election()));
        group.assertSafe(directory);
    }

    @Test
    void aLostAssignmentIsBegunAnewWhileWorkGoesOn() {
        openGroup(Scene.STEADY);
        Replica one = scene.start("one");
        Replica two = scene.start("two");
        group.awaitShares(32, 32, one, two);
        List<Long> tokens = tokensOf(one);

        scene.leases().delete("orders-shards");
        Replica three = scene.start("three");
        group.awaitShares(21, 22, one, two, three);

        assertThat(tokens)
                .as("what was kept is kept by the same tokens\n%s", scene)
                .containsAll(tokensOf(one));
        group.assertSafe(directory);
    }

    @Test
    void aMemberThatIsCutOffLosesItsShardsAndComesBack() {
        openGroup();
        Replica one = scene.start("one");
        Replica two = scene.start("two");
        group.awaitShares(32, 32, one, two);

        scene.network(one).cutBothWays();
        group.awaitShares(SHARDS, SHARDS, two);
        scene.network(one).heal();
        group.awaitShares(32, 32, one, two);
        group.assertSafe(directory);
    }

    private static long latest(Map<String, List<HistoryLine>> lines, String election) {
        return lines.getOrDefault(election, List.of()).stream()
                .mapToLong(HistoryLine::token)
                .max()
                .orElse(0);
    }

    /** Tokens by which this replica works now. */
    private List<Long> tokensOf(Replica replica) {
        return SharedGroup.worked(replica).stream()
                .map(HistoryLine::token)
                .distinct()
                .toList();
    }
}
