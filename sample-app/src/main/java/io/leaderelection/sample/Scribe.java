package io.leaderelection.sample;

import io.leaderelection.GatedCall;
import io.leaderelection.Leadership;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes into the ledger with the fencing token of the call that it is in: what comes after a takeover is refused. */
class Scribe {

    private static final Logger LOG = LoggerFactory.getLogger(Scribe.class);

    private final Ledger ledger;
    private final History history;

    Scribe(Ledger ledger, History history) {
        this.ledger = ledger;
        this.history = history;
    }

    /**
     * Writes a line. Only for the leader's calls.
     *
     * @param text end of the line; may be empty
     * @return whether the ledger accepted it
     */
    boolean write(String text) {
        Leadership term = GatedCall.current().orElseThrow().leadership();
        String line = "%s %s %s term=%s token=%s %s"
                .formatted(Instant.now(), term.election(), term.identity(), term.term(), term.fencingToken(), text)
                .stripTrailing();
        try {
            if (ledger.append(line, term.fencingToken())) {
                LOG.debug("Writes with term {}, fencing token {}", term.term(), term.fencingToken());
                return true;
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        history.add("refused", term.election(), term.fencingToken());
        LOG.warn(
                "The ledger of {} refused a line with token {}: somebody with a higher one has written",
                term.election(),
                term.fencingToken());
        return false;
    }
}
