package io.leaderelection.group;

import io.leaderelection.LeaderWorker;
import io.leaderelection.Shard;
import io.leaderelection.ShardGroup;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The workers of one name, one for each shard. */
record ShardWorkers(String name, List<LeaderWorker> workers) implements LeaderWorker {

    static LeaderWorker start(ShardGroup group, String name, Consumer<? super Shard> work) {
        Objects.requireNonNull(work, "worker");
        return new ShardWorkers(
                Objects.requireNonNull(name, "name"),
                IntStream.range(0, group.shards())
                        .mapToObj(shard -> group.election(shard)
                                .whileLeading(
                                        name + "-" + shard,
                                        call -> work.accept(new OwnedShard(group.name(), shard, call))))
                        .toList());
    }

    @Override
    public void close() {
        workers.forEach(LeaderWorker::close);
    }
}
