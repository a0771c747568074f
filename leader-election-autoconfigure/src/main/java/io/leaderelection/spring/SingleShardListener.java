package io.leaderelection.spring;

import io.leaderelection.Leadership;
import io.leaderelection.LossReason;
import io.leaderelection.elector.LeadershipListener;
import io.leaderelection.group.ShardListener;
import java.util.List;

/**
 * Hears of the election of one shard, where each shard has an election of its own.
 *
 * @param shards told of one shard at a time
 */
public record SingleShardListener(ShardListener shards) implements LeadershipListener {

    @Override
    public void granted(Leadership leadership) {
        shards.granted(List.of(leadership));
    }

    @Override
    public void revoked(Leadership leadership, LossReason reason) {
        shards.revoked(List.of(leadership), reason);
    }

    @Override
    public void leaderChanged(Leadership leadership) {}
}
