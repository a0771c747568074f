package io.leaderelection.spring;

import io.leaderelection.Leadership;
import io.leaderelection.LossReason;
import io.leaderelection.ShardGroup;
import io.leaderelection.ShardsGrantedEvent;
import io.leaderelection.ShardsRevokedEvent;
import io.leaderelection.group.ShardListener;
import io.leaderelection.status.ElectionMonitor;
import io.leaderelection.status.Measurement;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.springframework.context.ApplicationEventPublisher;

/** Publishes grants and revocations of a group's shards as application events, and has them counted. */
public final class ShardEventPublisher implements ShardListener {

    private final Supplier<ShardGroup> group;
    private final ApplicationEventPublisher publisher;
    private final ElectionMonitor monitor;

    /**
     * @param group the group that the events tell of
     * @param publisher publishes the events, in the calling thread
     * @param monitor told of how many shards they tell
     */
    public ShardEventPublisher(
            Supplier<ShardGroup> group, ApplicationEventPublisher publisher, ElectionMonitor monitor) {
        this.group = group;
        this.publisher = publisher;
        this.monitor = monitor;
    }

    @Override
    public void granted(List<Leadership> shards) {
        monitor.measured(group.get().name(), new Measurement.ShardsGranted(shards.size()));
        publisher.publishEvent(new ShardsGrantedEvent(group.get(), tokens(shards)));
    }

    @Override
    public void revoked(List<Leadership> shards, LossReason reason) {
        monitor.measured(group.get().name(), new Measurement.ShardsRevoked(shards.size()));
        publisher.publishEvent(new ShardsRevokedEvent(group.get(), tokens(shards), reason));
    }

    /** The elections of shards are named by their numbers. */
    private SortedMap<Integer, Long> tokens(List<Leadership> shards) {
        int prefix = group.get().name().length() + 1;
        SortedMap<Integer, Long> tokens = new TreeMap<>();
        shards.forEach(shard -> tokens.put(Integer.parseInt(shard.election().substring(prefix)), shard.fencingToken()));
        return tokens;
    }
}
