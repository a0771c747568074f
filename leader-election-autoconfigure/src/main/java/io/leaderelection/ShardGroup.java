package io.leaderelection;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Work that one leader cannot do alone, cut into shards: any number of replicas share them evenly, and each shard has
 * one owner at a time. Every shard is a {@link LeaderElection}, with a gate, a drain and fencing tokens of its own. All
 * methods may be called from any thread, and none waits.
 */
public interface ShardGroup {

    /** Name of the group, as configured. */
    String name();

    /** How many shards the group has; they are numbered from 0. */
    int shards();

    /** The shard of a key: by default FNV-1a (32 bits) over its UTF-8 bytes, unsigned, modulo the number of shards. */
    int shardOf(String key);

    /** Whether this instance may act for this key now; asks the clock, as {@link LeaderElection#isLeader()} does. */
    boolean owns(String key);

    /** Numbers of the shards that this instance owns now, rising. */
    List<Integer> owned();

    /** Who owns the shard of a key; empty if nobody does, as far as this instance knows. */
    default Optional<ShardOwner> ownerOf(String key) {
        return ownerOf(shardOf(key));
    }

    /**
     * Who owns a shard; empty if nobody does, as far as this instance knows.
     *
     * @throws IllegalArgumentException if there is no such shard
     */
    Optional<ShardOwner> ownerOf(int shard);

    /**
     * The election of a shard. It leads where the shard is owned; {@link LeaderElection#resign()} gives the shard to
     * another member.
     *
     * @throws IllegalArgumentException if there is no such shard
     */
    LeaderElection election(int shard);

    /** The election of the shard of a key. */
    default LeaderElection election(String key) {
        return election(shardOf(key));
    }

    /**
     * Runs the worker for every shard that this instance owns, each on a thread of its own: started when the shard is
     * granted, interrupted when it is revoked, and awaited before another member gets it. A worker that returns or fails is
     * started again when its shard is granted the next time.
     *
     * @param name name of the work, for logs and for the names of its threads
     * @return to end the work for good
     */
    LeaderWorker whileOwning(String name, Consumer<? super Shard> worker);

    /** The shard that the calling thread works on: that of the innermost gated call of this group that it is in. */
    Optional<Shard> current();

    /** This instance's seat in the group. */
    Seat seat();
}
