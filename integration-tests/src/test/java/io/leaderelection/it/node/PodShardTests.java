package io.leaderelection.it.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.it.scenario.Figures;
import io.leaderelection.it.scenario.HistoryLine;
import io.leaderelection.it.scenario.ShardMoves;
import io.leaderelection.it.scenario.ShardWitnesses;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The kit with a group of 64 shards: its pods are replaced and scaled, and each time end up with even shares. What moved is
 * printed with {@code -Dmeasure=true}.
 */
class PodShardTests extends PodSceneTests {

    private static final int SHARDS = 64;
    private static final int REPLICAS = 4;
    private static final String DEPLOYMENT = "deployment/" + PodScene.NAME;

    /** Elections of the shards that each process owns as the test begins, by its nonce. */
    private Map<String, Set<String>> before;

    private long begun;

    PodShardTests(Node node) {
        super(
                node,
                Manifest.kit("shards")
                        .replicas(REPLICAS)
                        .patient()
                        .with("LEADER_ELECTION_GROUPS_ORDERS_SHARDS", Integer.toString(SHARDS))
                        .with("SAMPLE_INTERVAL", "200ms"));
    }

    @BeforeEach
    void fourShareAll() {
        scale(REPLICAS);
        remember(awaitEvenShares(REPLICAS));
    }

    @AfterEach
    void judgeShards() {
        ShardWitnesses.assertSafe(SHARDS, scene.lines(), scene.shared(), scene);
    }

    @Test
    void aRollingUpdateMovesAllShardsToTheNewPods() {
        scene.kubectl().run("set", "env", DEPLOYMENT, "SAMPLE_UPDATE=" + begun);
        scene.settle();
        ShardMoves moves = awaitEvenShares(REPLICAS);

        assertThat(moves.shares()).doesNotContainKeys(before.keySet().toArray(String[]::new));
        print("rolling update of 4", moves);
    }

    @Test
    void scalingMovesTheShardsOfNewcomersAndLeaversAlone() {
        scale(6);
        ShardMoves up = awaitEvenShares(6);
        assertThat(up.grants(begun)).extracting(HistoryLine::nonce).doesNotContainAnyElementsOf(before.keySet());
        print("scale 4 to 6", up);

        remember(up);
        scale(2);
        ShardMoves down = awaitEvenShares(2);
        down.shares()
                .forEach((process, share) -> assertThat(down.moves(begun))
                        .as("moves of what those had who stay")
                        .doesNotContainKeys(before.get(process).toArray(String[]::new)));
        print("scale 6 to 2", down);
    }

    private void scale(int replicas) {
        scene.kubectl().run("scale", DEPLOYMENT, "--replicas=" + replicas);
        scene.settle();
    }

    private void remember(ShardMoves moves) {
        before = moves.shares();
        begun = System.nanoTime();
    }

    /** Waits until so many pods own all shards, none more than one shard more than another one, and nothing moves. */
    private ShardMoves awaitEvenShares(int members) {
        Awaiting.until(
                "even shares of %s members".formatted(members),
                PodScene.PATIENCE,
                () -> {
                    ShardMoves moves = new ShardMoves(scene.lines());
                    return moves.areAtRest(SHARDS, members) && moves.imbalance() <= 1;
                },
                () -> new ShardMoves(scene.lines()).shares() + "\n" + scene);
        return new ShardMoves(scene.lines());
    }

    /** How many shards moved how often, and how long they were without an owner. */
    private void print(String what, ShardMoves moves) {
        if (!Boolean.getBoolean("measure")) {
            return;
        }
        Map<Long, Long> counts = moves.moves(begun).values().stream()
                .collect(Collectors.groupingBy(count -> count, TreeMap::new, Collectors.counting()));
        System.out.printf(
                "MEASURED | Pods: %s with %d shards, shards by how often they moved | %s | largest share minus smallest | %d |%n",
                what, SHARDS, counts, moves.imbalance());
        Figures without = new Figures("Pods: " + what + ", time without owner of each moved shard");
        moves.pauses(begun).forEach(without::add);
        without.printTail();
    }
}
