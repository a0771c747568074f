package io.leaderelection.sample;

import io.leaderelection.GatedCall;
import io.leaderelection.ShardGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work of a group of shards: at every interval a line for each shard that this replica owns, into a ledger of that shard's own,
 * which refuses what comes after a later owner has written.
 */
class ShardWriter {

    private static final Logger LOG = LoggerFactory.getLogger(ShardWriter.class);

    private final ShardGroup group;
    private final List<Ledger> ledgers;
    private final History history;
    private final Duration hold;

    /**
     * @param ledger the ledger of a shard has this name, and the shard's number at its end
     * @param hold time spent inside each call before the line is written
     */
    ShardWriter(ShardGroup group, Path ledger, History history, Duration hold) {
        this.group = group;
        this.ledgers = IntStream.range(0, group.shards())
                .mapToObj(shard -> new Ledger(ledger.resolveSibling(ledger.getFileName() + "-" + shard)))
                .toList();
        this.history = history;
        this.hold = hold;
    }

    void write() {
        for (int shard : group.owned()) {
            long asked = System.nanoTime();
            group.election(shard).runIfLeader(call -> write(shard, asked, call));
        }
    }

    private void write(int shard, long asked, GatedCall call) {
        String election = call.leadership().election();
        long token = call.fencingToken();
        history.add(asked, "enter", election, token, "line");
        try {
            Thread.sleep(hold.toMillis());
            String line = "%s %s %s token=%s"
                    .formatted(Instant.now(), election, call.leadership().identity(), token);
            if (!ledgers.get(shard).append(line, token)) {
                history.add("refused", election, token);
                LOG.warn("The ledger of shard {} refused a line with token {}", shard, token);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } finally {
            history.add("exit", election, token, "line");
        }
    }
}
