package io.leaderelection.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.group.Assignment.Shape;
import io.leaderelection.group.Member.Phase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Members come and go, in the words of an operator; every shard that is asked for is given back at once. */
class PlacementTest {

    private static final int SEATS = 32;

    private Assignment now = Assignment.unknown(new Shape(64, SEATS, "fnv1a32"), 1);
    private int mostMoving = 4_096;
    private int moves;

    /** How often each shard has changed its owner. */
    private final Map<Integer, Integer> moved = new HashMap<>();

    private void group(int shards) {
        now = Assignment.unknown(new Shape(shards, SEATS, "fnv1a32"), 1).with(2, draft -> draft.unknown.clear());
    }

    private void joins(int seat, String revision, int capacity) {
        writes(seat, draft -> {
            Member member = new Member(seat, 1, Phase.SETTLED, draft.number, capacity, "m" + seat, null, revision);
            draft.members.put(seat, member);
        });
        settles();
    }

    private void joins(int... seats) {
        for (int seat : seats) {
            joins(seat, "r", 1);
        }
    }

    private void leaves(int seat) {
        writes(seat, draft -> draft.remove(seat));
        settles();
    }

    private void writes(int seat, java.util.function.Consumer<Assignment.Draft> edit) {
        Assignment before = now;
        now = now.with(now.number() + 1, draft -> {
            edit.accept(draft);
            Member writer = new Member(seat, 1, Phase.SETTLED, 0, 1, "m" + seat, null, null);
            Placement.place(draft, mostMoving, writer, List.of());
        });
        for (int shard = 0; shard < now.shape().shards(); shard++) {
            if (before.owner(shard) != now.owner(shard)) {
                moves++;
                moved.merge(shard, 1, Integer::sum);
            }
        }
    }

    /** One that takes only what is free as yet. */
    private void comes(int seat, String revision) {
        writes(seat, draft -> {
            Member member = new Member(seat, 1, Phase.NEW, draft.number, 1, "m" + seat, null, revision);
            draft.members.put(seat, member);
        });
    }

    private void hasItsShare(int seat) {
        writes(seat, draft -> draft.members.put(seat, draft.members.get(seat).in(Phase.SETTLED)));
    }

    /** Owners give up what they are asked for, one by one. */
    private void settles() {
        int steps = 0;
        for (int shard = next(); shard >= 0; shard = next()) {
            int given = shard;
            assertThat(++steps).as("moves until the shares are even").isLessThan(10_000);
            assertThat(moving()).isLessThanOrEqualTo(mostMoving);
            writes(now.owner(shard), draft -> draft.release(given));
        }
    }

    private int next() {
        return IntStream.range(0, now.shape().shards())
                .filter(now::isMoving)
                .findFirst()
                .orElse(-1);
    }

    private int moving() {
        return (int)
                IntStream.range(0, now.shape().shards()).filter(now::isMoving).count();
    }

    private Map<Integer, Integer> shares() {
        Map<Integer, Integer> shares = new TreeMap<>();
        now.members().keySet().forEach(seat -> shares.put(seat, GroupSnapshot.count(now, seat)));
        return shares;
    }

    @ParameterizedTest
    @CsvSource({"64,3", "64,5", "1,4", "7,7", "4096,16", "10,3", "3,5"})
    void sharesDifferByOneAtTheMost(int shards, int members) {
        group(shards);
        joins(IntStream.range(0, members).toArray());

        List<Integer> shares = shares().values().stream().sorted().toList();
        assertThat(shares.get(members - 1) - shares.get(0)).isLessThanOrEqualTo(1);
        assertThat(GroupSnapshot.count(now, Assignment.NOBODY)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"64,3", "64,4", "10,2", "100,9", "256,15"})
    void whoJoinsGetsItsShareAndNothingElseMoves(int shards, int members) {
        group(shards);
        joins(IntStream.range(0, members).toArray());
        moves = 0;

        joins(members);

        assertThat(moves).isEqualTo(shards / (members + 1));
        assertThat(shares()).containsEntry(members, shards / (members + 1));
    }

    @Test
    void onlyTheShardsOfWhoLeavesMove() {
        group(64);
        joins(0, 1, 2, 3);
        moves = 0;

        leaves(2);

        // Freed and granted in one write.
        assertThat(moves).isEqualTo(16);
        assertThat(shares().values()).containsExactlyInAnyOrder(21, 21, 22);
    }

    @Test
    void sharesGoByCapacity() {
        group(60);
        joins(0, "r", 1);
        joins(1, "r", 2);
        joins(2, "r", 3);

        assertThat(shares()).containsExactlyInAnyOrderEntriesOf(Map.of(0, 10, 1, 20, 2, 30));
    }

    @Test
    void noMoreThanSoManyAreOnTheirWayAtATime() {
        group(64);
        joins(0);
        mostMoving = 5;

        joins(1);

        assertThat(shares()).containsEntry(0, 32).containsEntry(1, 32);
    }

    /** One more pod than replicas, as a Deployment's default is. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 8})
    void inARollingUpdateNoShardMovesMoreThanTwice(int replicas) {
        group(64);
        IntStream.range(0, replicas).forEach(seat -> joins(seat, "old", 1));
        moved.clear();

        for (int replica = 0; replica < replicas; replica++) {
            joins(replicas + replica, "new", 1);
            leaves(replica);
        }

        assertThat(moved.values()).allMatch(times -> times <= 2);
        List<Integer> shares = shares().values().stream().sorted().toList();
        assertThat(shares.get(replicas - 1) - shares.get(0)).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void inARollingUpdateWithinTheRebalanceDelayEachShardMovesOnce(int replicas) {
        group(64);
        IntStream.range(0, replicas).forEach(seat -> joins(seat, "old", 1));
        moved.clear();

        for (int replica = 0; replica < replicas; replica++) {
            comes(replicas + replica, "new");
            leaves(replica);
        }
        IntStream.range(replicas, 2 * replicas).forEach(this::hasItsShare);
        settles();

        assertThat(moved).hasSize(64);
        assertThat(moved.values()).containsOnly(1);
    }

    @Test
    void whoHasJustComeGetsOnlyWhatIsFree() {
        group(8);
        joins(0);
        writes(1, draft -> draft.members.put(1, new Member(1, 1, Phase.NEW, draft.number, 1, "m1", null, "r")));
        assertThat(moving()).isZero();

        writes(0, draft -> draft.remove(0));

        assertThat(shares()).containsExactly(Map.entry(1, 8));
    }

    @Test
    void whoLeavesIsGivenNothing() {
        group(8);
        joins(0, 1);
        writes(0, draft -> draft.members.put(0, draft.members.get(0).in(Phase.LEAVING)));

        leaves(1);

        assertThat(shares()).containsEntry(0, 4);
        assertThat(GroupSnapshot.count(now, Assignment.NOBODY)).isEqualTo(4);
    }

    @Test
    void aTargetThatGoesIsReplaced() {
        group(8);
        joins(0, 1);
        writes(2, draft -> draft.members.put(2, new Member(2, 1, Phase.SETTLED, draft.number, 1, "m2", null, "r")));
        assertThat(moving()).isPositive();

        leaves(2);

        assertThat(shares().values()).containsExactly(4, 4);
    }

    @Test
    void anyRowOfChangesKeepsEveryShardOwned() {
        Random random = new Random(42);
        for (int round = 0; round < 300; round++) {
            group(1 + random.nextInt(40));
            mostMoving = 1 + random.nextInt(10);
            List<Integer> present = new ArrayList<>(List.of(0));
            joins(0);
            for (int change = 0; change < 20; change++) {
                int seat = random.nextInt(8);
                if (!present.contains(seat)) {
                    joins(seat, random.nextBoolean() ? "old" : "new", 1 + random.nextInt(3));
                    present.add(seat);
                } else if (present.size() > 1) {
                    leaves(seat);
                    present.remove((Integer) seat);
                }
                assertThat(GroupSnapshot.count(now, Assignment.NOBODY)).isZero();
                assertThat(new TreeSet<>(now.members().keySet())).isEqualTo(new TreeSet<>(present));
            }
        }
    }
}
