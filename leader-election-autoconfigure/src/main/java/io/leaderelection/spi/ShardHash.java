package io.leaderelection.spi;

/**
 * Turns a key into a number, from which follows its shard: the number, taken unsigned, modulo the number of shards. A bean
 * of this type replaces the hash of all groups. All replicas must have the same, so that a change needs a new name: a
 * replica whose name of it differs from that of the others stays out, and says so. Any thread; it should need no memory.
 */
public interface ShardHash {

    /** Name of the function, which the members of a group compare: a-z, 0-9 and -, at most 40 characters. */
    String name();

    /** The number of a key, the same in every process and for ever. */
    int hash(String key);
}
