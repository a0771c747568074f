package io.leaderelection;

/**
 * One shard of a group while this instance owns it. It is given to work that belongs to the shard: to a worker of
 * {@link ShardGroup#whileOwning}, or to a scheduled method that runs once for each owned shard. Any thread.
 */
public interface Shard {

    /** Name of the group. */
    String group();

    /** Number of the shard, from 0. */
    int number();

    /** The call that works on the shard: it tells token, time left and whether to go on. */
    GatedCall call();

    /** Fencing token of this ownership: higher than that of any earlier owner of the shard. */
    default long fencingToken() {
        return call().fencingToken();
    }

    /** Whether this instance still owns the shard, by the same token. Reads the clock at every call. */
    default boolean isOwned() {
        return call().isLeading();
    }
}
