package io.leaderelection.sample;

import io.leaderelection.GatedCall;
import io.leaderelection.Leadership;
import java.time.Duration;

/** A line of regular work: begun, held for a time, and written. The history is told of it. Only for gated calls. */
class HeldLine {

    private final Scribe scribe;
    private final History history;
    private final Duration hold;

    /**
     * @param hold time from the beginning to the writing
     */
    HeldLine(Scribe scribe, History history, Duration hold) {
        this.scribe = scribe;
        this.history = history;
        this.hold = hold;
    }

    /**
     * Writes it. What was begun is still written when the term ends meanwhile: that nobody is overwritten by it is for the
     * ledger to see to.
     *
     * @param asked monotonic time before the gate was asked
     */
    void write(long asked) {
        Leadership term = GatedCall.current().orElseThrow().leadership();
        history.add(asked, "enter", term.election(), term.fencingToken(), "line");
        boolean interrupted = false;
        try {
            Thread.sleep(hold.toMillis());
        } catch (InterruptedException end) {
            history.add("interrupted", term.election(), term.fencingToken());
            interrupted = true;
        }
        try {
            scribe.write("");
        } finally {
            history.add("exit", term.election(), term.fencingToken(), "line");
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
