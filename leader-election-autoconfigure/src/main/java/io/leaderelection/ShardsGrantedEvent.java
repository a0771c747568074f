package io.leaderelection;

import java.util.SortedMap;

/** This instance owns these shards from now on: their gates are open, unless they have been revoked already. */
public class ShardsGrantedEvent extends ShardsEvent {

    private static final long serialVersionUID = 1L;

    /**
     * @param source the group
     * @param tokens fencing token of each shard, by its number: higher than that of any earlier owner
     */
    public ShardsGrantedEvent(ShardGroup source, SortedMap<Integer, Long> tokens) {
        super(source, tokens);
    }
}
