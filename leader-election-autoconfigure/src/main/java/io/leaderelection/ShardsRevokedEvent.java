package io.leaderelection;

import java.util.SortedMap;

/**
 * This instance owns these shards no longer: their gates are shut. Follows a {@link ShardsGrantedEvent} of each of them, with
 * the same token, always and exactly once. No other member gets them in order before the listeners of this event have
 * returned.
 */
public class ShardsRevokedEvent extends ShardsEvent {

    private static final long serialVersionUID = 1L;

    private final LossReason reason;

    /**
     * @param source the group
     * @param tokens fencing token of each shard's ended ownership, by its number
     * @param reason why it ended
     */
    public ShardsRevokedEvent(ShardGroup source, SortedMap<Integer, Long> tokens, LossReason reason) {
        super(source, tokens);
        this.reason = reason;
    }

    /** Why the shards were given up or lost. */
    public LossReason getReason() {
        return reason;
    }
}
