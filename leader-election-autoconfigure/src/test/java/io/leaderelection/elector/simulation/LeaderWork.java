package io.leaderelection.elector.simulation;

import io.leaderelection.LossReason;
import io.leaderelection.gate.Term;
import org.jspecify.annotations.Nullable;

/** The work of one process that only a leader may do. */
interface LeaderWork {

    /** A term has begun: work for as long as it lasts. */
    void begin(Term term);

    /**
     * The term's end has been told: whoever listens ends soon.
     *
     * @param forgetful whether lost work is told to end and then forgotten, as a mutant does
     */
    void told(LossReason reason, boolean forgetful);

    boolean isRunning();

    /** The token of a call that is still running. */
    @Nullable
    Long runningToken();

    /** The process is gone. */
    void killed();
}
