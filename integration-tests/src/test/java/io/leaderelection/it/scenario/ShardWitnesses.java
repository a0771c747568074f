package io.leaderelection.it.scenario;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What must hold of each shard whatever happened: by the histories of all processes, and by the shard's fenced ledger. */
public final class ShardWitnesses {

    private ShardWitnesses() {}

    /**
     * Every shard was owned and worked for: no two gates at once, rising tokens, events in pairs, and a ledger in the order
     * of terms.
     *
     * @param lines histories of all processes
     * @param directory where the ledgers are
     * @param scene what a failure tells beside
     */
    public static void assertSafe(int shards, Collection<HistoryLine> lines, Path directory, Object scene) {
        Map<String, List<HistoryLine>> histories =
                lines.stream().filter(HistoryLine::isOfShard).collect(groupingBy(HistoryLine::election));
        assertThat(histories).hasSize(shards);
        histories.forEach((shard, history) -> assertThat(new History(history).violations())
                .as("%s\n%s", shard, scene)
                .isEmpty());
        for (int shard = 0; shard < shards; shard++) {
            Path ledger = directory.resolve("ledger-" + HistoryLine.SHARD + shard);
            assertThat(LedgerTokens.of(ledger))
                    .as("ledger of shard %s", shard)
                    .isNotEmpty()
                    .isSorted();
        }
    }
}
