package io.leaderelection.benchmarks;

import io.leaderelection.ShardGroup;
import io.leaderelection.ShardGroups;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * What it costs a member of a group of 256 shards to ask whether it owns a key: one whose shard it has, and one whose shard
 * the other member has, while renewals go on. The keys have 15 characters.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ShardOwnerBenchmark {

    private static final int SHARDS = 256;
    private static final String GROUP = "leader.election.groups.orders.";
    private static final Map<String, Object> PROPERTIES = Map.of(
            "leader.election.group",
            "orders", // else there is a lease beside the group
            GROUP + "shards",
            SHARDS,
            GROUP + "rebalance-delay",
            "0s",
            GROUP + "max-moving",
            "100%");

    private final Replicas replicas = new Replicas();
    private AnnotationConfigApplicationContext member;
    private AnnotationConfigApplicationContext other;
    private ShardGroup group;
    private String ownKey;
    private String foreignKey;

    @Setup
    public void share() {
        member = replicas.start(PROPERTIES);
        group = member.getBean(ShardGroups.class).get("orders");
        Replicas.await("owner of all shards", () -> group.owned().size() == SHARDS);
        other = replicas.start(PROPERTIES);
        Replicas.await("even shares", () -> group.owned().size() == SHARDS / 2);
        ownKey = firstKey(group::owns);
        foreignKey = firstKey(key -> !group.owns(key));
    }

    @TearDown
    public void close() {
        other.close();
        member.close();
    }

    @Benchmark
    public boolean aKeyOfItsOwn() {
        return group.owns(ownKey);
    }

    @Benchmark
    public boolean aKeyOfAnotherMember() {
        return group.owns(foreignKey);
    }

    /** What {@link #aKeyOfAnotherMember} is made of, apart from the gate. */
    @Benchmark
    public int theShardOfAKeyAlone() {
        return group.shardOf(ownKey);
    }

    private static String firstKey(Predicate<String> condition) {
        return Stream.iterate(100_000, number -> number + 1)
                .map(number -> "customer-" + number)
                .filter(condition)
                .findFirst()
                .orElseThrow();
    }
}
