package io.leaderelection;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.context.ApplicationEvent;

/**
 * News of the shards of a group, of several at once. For each group events come one at a time and in order, and to the same
 * listeners in the same way as a {@link LeaderElectionEvent}. For each shard grants and revocations alternate.
 */
public abstract class ShardsEvent extends ApplicationEvent {

    private static final long serialVersionUID = 1L;

    private final transient SortedMap<Integer, Long> tokens;

    ShardsEvent(ShardGroup source, SortedMap<Integer, Long> tokens) {
        super(source);
        this.tokens = Collections.unmodifiableSortedMap(new TreeMap<>(tokens));
    }

    /** The group itself, to ask what holds now. */
    public ShardGroup getGroup() {
        return (ShardGroup) getSource();
    }

    /** Name of the group. */
    public String getGroupName() {
        return getGroup().name();
    }

    /** Numbers of the shards, rising. */
    public SortedSet<Integer> getShards() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(tokens.keySet()));
    }

    /** Fencing token of each shard, by its number. */
    public SortedMap<Integer, Long> getTokens() {
        return tokens;
    }
}
