package io.leaderelection.group.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.leaderelection.elector.simulation.QuietElections;
import io.leaderelection.lock.LeaseRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays schedules of faults against groups of shards. System properties as in the simulation of one election, with
 * {@code group.} before each: {@code group.simulation.schedules}, {@code group.simulation.first}.
 */
@ExtendWith(QuietElections.class)
class GroupSimulationTest {

    private static final Logger LOG = LoggerFactory.getLogger("simulation");
    private static final int SCHEDULES = Integer.getInteger("group.simulation.schedules", 20_000);
    private static final long FIRST = Long.getLong("group.simulation.first", 1);

    @Test
    void everyPromiseHoldsInEverySchedule() {
        long start = System.nanoTime();

        Optional<String> finding = LongStream.range(FIRST, FIRST + SCHEDULES)
                .parallel()
                .mapToObj(GroupSimulationTest::finding)
                .flatMap(Optional::stream)
                .findFirst();

        finding.ifPresent(found -> fail(found));
        double seconds = (System.nanoTime() - start) / 1e9;
        LOG.info(
                "{} schedules of groups in {} s: {} a second", SCHEDULES, (long) seconds, (long) (SCHEDULES / seconds));
    }

    /** As for any election: the seat is left to expire. */
    @Test
    void aStopIsOverAfterTheDrainTimeoutThoughWorkGoesOn() {
        GroupWorld world = GroupSchedule.world(1);
        GroupNode node = world.enters("one", "new");
        node.start();
        world.runUntil(5 * GroupWorld.SECOND);
        node.callsInto(0, 3_600 * GroupWorld.SECOND);
        assertThat(node.work).isNotEmpty();

        CompletableFuture<Void> stop = node.group.stop().toCompletableFuture();

        assertThat(node.isOpen(0)).isFalse();
        world.runUntil(20 * GroupWorld.SECOND);
        assertThat(stop).isNotDone();
        world.runUntil(30 * GroupWorld.SECOND);
        assertThat(stop).isCompleted();
    }

    /** Also where the watch tells of its own write before the answer does. */
    @Test
    void aLoneMemberKeepsTheFirstSeatThatItTakes() {
        for (int seed = 1; seed <= 100; seed++) {
            GroupWorld world = GroupSchedule.world(seed);
            GroupNode node = world.enters("one", "new");
            node.start();
            world.runUntil(10 * GroupWorld.SECOND);

            assertThat(node.group.seat().number()).as("seed %s", seed).isPresent();
            assertThat(IntStream.range(0, GroupSchedule.MOST_SEATS)
                            .mapToObj(seat -> world.server.lease("seat-" + seat)))
                    .as("seats taken with seed %s", seed)
                    .filteredOn(Objects::nonNull)
                    .hasSize(1);
        }
    }

    @Test
    void twoMembersOfTheSameNameHaveTwoSeats() {
        for (int seed = 1; seed <= 100; seed++) {
            GroupWorld world = GroupSchedule.world(seed);
            GroupNode one = world.enters("same", "new");
            GroupNode other = world.enters("same", "new");
            one.start();
            other.start();
            world.runUntil(15 * GroupWorld.SECOND);

            assertThat(List.of(one.group.seat().number(), other.group.seat().number()))
                    .as("seats with seed %s", seed)
                    .allMatch(OptionalInt::isPresent)
                    .doesNotHaveDuplicates();
        }
    }

    /** Whoever had the seats may not have heard yet that they are gone. */
    @Test
    void aNewcomerThatFindsARecordBlankAndNoSeatsWaitsForThoseWhoHadThem() {
        for (int seed = 1; seed <= 100; seed++) {
            GroupWorld world = GroupSchedule.world(seed);
            GroupNode owner = world.enters("owner", "same");
            owner.start();
            world.runUntil(10 * GroupWorld.SECOND);

            owner.deaf = true;
            world.server.put(GroupWorld.ASSIGNMENT, LeaseRecord.ofAssignment(""));
            IntStream.range(0, GroupSchedule.MOST_SEATS).forEach(seat -> world.server.delete("seat-" + seat));
            GroupNode newcomer = world.enters("newcomer", "same");
            newcomer.start();

            while (owner.isOpen(0)) {
                assertThat(newcomer.isOpen(0)).as("with seed %s", seed).isFalse();
                world.runUntil(world.now() + GroupWorld.MILLI);
            }
            world.runUntil(30 * GroupWorld.SECOND);
            assertThat(newcomer.isOpen(0)).as("with seed %s", seed).isTrue();
        }
    }

    /** Its owner does not give it up before it can say so at once; the next one needs that write, and news of it. */
    @Test
    void aShardThatMovesIsWithoutOwnerForAFewMessagesOnly() {
        for (int seed = 1; seed <= 100; seed++) {
            GroupWorld world = GroupSchedule.world(seed, 5 * GroupWorld.MILLI);
            List.of("one", "two", "three")
                    .forEach(name -> world.enters(name, "same").start());
            world.runUntil(15 * GroupWorld.SECOND);

            world.enters("four", "same").start();

            assertThat(longestWithoutOwner(world, 20 * GroupWorld.SECOND))
                    .as("with seed %s", seed)
                    .isLessThan(60);
        }
    }

    /** In milliseconds. */
    private static int longestWithoutOwner(GroupWorld world, long end) {
        int longest = 0;
        int[] without = new int[world.nodes.get(0).group.shards()];
        while (world.now() < end) {
            world.runUntil(world.now() + GroupWorld.MILLI);
            for (int shard = 0; shard < without.length; shard++) {
                int which = shard;
                boolean owned = world.nodes.stream().anyMatch(node -> node.isOpen(which));
                without[shard] = owned ? 0 : without[shard] + 1;
                longest = Math.max(longest, without[shard]);
            }
        }
        return longest;
    }

    private static Optional<String> finding(long seed) {
        AssertionError violation = GroupSchedule.play(seed, GroupWorld.SILENCE);
        if (violation == null) {
            return Optional.empty();
        }
        List<String> story = new ArrayList<>();
        GroupSchedule.play(seed, story::add);
        return Optional.of("Seed %s: %s%n%s".formatted(seed, violation.getMessage(), String.join("\n", story)));
    }
}
