package io.leaderelection.sample;

import io.leaderelection.LeaderElection;
import io.leaderelection.Leadership;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The leader's work: one line into the ledger. */
class LedgerWriter {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);

    private final LeaderElection election;
    private final Ledger ledger;
    private final History history;
    private final Duration hold;

    LedgerWriter(LeaderElection election, Ledger ledger, History history, Duration hold) {
        this.election = election;
        this.ledger = ledger;
        this.history = history;
        this.hold = hold;
    }

    /** Writes a line, if this replica leads. */
    void writeIfLeader() {
        long asked = System.nanoTime();
        election.runIfLeader(() -> write(asked, election.leadership()));
    }

    private void write(long asked, Leadership leadership) {
        long token = leadership.fencingToken();
        history.add(asked, "enter", election.name(), token);
        try {
            Thread.sleep(hold.toMillis());
            String line = "%s %s %s term=%d token=%d"
                    .formatted(Instant.now(), election.name(), leadership.identity(), leadership.term(), token);
            if (ledger.append(line, token)) {
                LOG.debug("Writes with term {}, fencing token {}", leadership.term(), token);
            } else {
                history.add("refused", election.name(), token);
                LOG.warn("The ledger refused a line with token {}: somebody with a higher one has written", token);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            history.add("exit", election.name(), token);
        }
    }
}
