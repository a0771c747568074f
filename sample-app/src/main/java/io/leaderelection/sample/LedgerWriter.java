package io.leaderelection.sample;

import io.leaderelection.LeaderOnly;

/** The leader's work at every interval: one line into the ledger. */
class LedgerWriter {

    private final HeldLine line;

    LedgerWriter(HeldLine line) {
        this.line = line;
    }

    /**
     * Writes a line, if this replica leads.
     *
     * @param asked monotonic time before the gate was asked
     */
    @LeaderOnly(interrupt = true)
    void write(long asked) {
        line.write(asked);
    }
}
