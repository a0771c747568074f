package io.leaderelection.sample;

import io.leaderelection.LeaderOnly;
import io.leaderelection.Shard;
import io.leaderelection.ShardGroup;
import java.util.List;
import org.springframework.scheduling.annotation.Scheduled;

/** Work of a group: at every interval a line for each shard that this replica owns, into a ledger of the shard's own. */
class ShardWriter {

    private final ShardGroup orders;
    private final List<HeldLine> lines;

    /**
     * @param lines one for each shard, in their order
     */
    ShardWriter(ShardGroup orders, List<HeldLine> lines) {
        this.orders = orders;
        this.lines = lines;
    }

    /** Runs once for each owned shard, which is asked for again: the history must never tell of a time before the answer. */
    @LeaderOnly(group = "orders")
    @Scheduled(fixedDelayString = "${sample.interval:1s}", initialDelayString = "${sample.interval:1s}")
    void write() {
        long asked = System.nanoTime();
        Shard shard = orders.current().orElseThrow();
        if (shard.isOwned()) {
            lines.get(shard.number()).write(asked);
        }
    }
}
