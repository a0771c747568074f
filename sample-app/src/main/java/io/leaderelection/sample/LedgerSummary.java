package io.leaderelection.sample;

import io.leaderelection.LeaderOnly;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** A scheduled task of the leader: the length of the ledger into the log. On the other replicas it is skipped. */
class LedgerSummary {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerSummary.class);

    private final Ledger ledger;

    LedgerSummary(Ledger ledger) {
        this.ledger = ledger;
    }

    @LeaderOnly
    @Scheduled(fixedRateString = "${sample.summary:1m}", initialDelayString = "${sample.summary:1m}")
    void tell() throws IOException {
        LOG.info("The ledger has {} lines", ledger.length());
    }
}
