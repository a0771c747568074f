package io.leaderelection.test;

import io.leaderelection.gate.GatedElection;
import io.leaderelection.group.SeparateShardGroup;
import io.leaderelection.spi.ShardHash;
import io.leaderelection.spring.StartTime;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A group of which a test says what is owned.
 *
 * @param shards number of shards
 * @param start when the group is joined
 */
record SwitchedShards(String name, int shards, ShardHash hash, StartTime start) {

    /**
     * The group over elections of its shards.
     *
     * @param elections makes the election of a name
     */
    SeparateShardGroup over(Function<String, GatedElection> elections) {
        return new SeparateShardGroup(
                name,
                hash::hash,
                IntStream.range(0, shards)
                        .mapToObj(shard -> elections.apply(name + "-" + shard))
                        .toList());
    }
}
