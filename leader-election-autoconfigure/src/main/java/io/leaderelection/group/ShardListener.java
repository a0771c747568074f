package io.leaderelection.group;

import io.leaderelection.Leadership;
import io.leaderelection.LossReason;
import java.util.List;

/**
 * Hears of the shards that this instance is granted and that are revoked from it, in order, on a thread that is not the
 * elector's: it may take its time. What it throws is logged and goes no further.
 */
public interface ShardListener {

    /** Hears nothing. */
    ShardListener NONE = new ShardListener() {
        @Override
        public void granted(List<Leadership> shards) {}

        @Override
        public void revoked(List<Leadership> shards, LossReason reason) {}
    };

    /** These shards are owned from now on; their gates are open, unless they have been revoked already. */
    void granted(List<Leadership> shards);

    /** The gates of these shards are shut. No other member gets them before this method has returned. */
    void revoked(List<Leadership> shards, LossReason reason);
}
