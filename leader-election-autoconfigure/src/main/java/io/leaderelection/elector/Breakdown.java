package io.leaderelection.elector;

import io.leaderelection.status.ElectionProblem;
import org.jspecify.annotations.Nullable;

/**
 * An elector that could not go on, and when it begins anew: a second later at first, then after longer and longer pauses.
 * Belongs to the elector's thread, except {@link #problem}.
 */
final class Breakdown {

    private static final int LONGEST_PAUSE = 16;

    private final Recovery recovery;
    private int inARow;
    private int pause;
    private boolean down;
    private volatile @Nullable Throwable failure;

    Breakdown(Recovery recovery) {
        this.recovery = recovery;
    }

    void happened(Throwable cause) {
        failure = cause;
        down = true;
        pause = 1 << inARow;
        inARow = pause < LONGEST_PAUSE ? inARow + 1 : inARow;
        recovery.request();
    }

    /** Whether it is time to begin anew; told once. */
    boolean isOver() {
        if (down && --pause > 0) {
            recovery.request();
            return false;
        }
        boolean over = down;
        down = false;
        return over;
    }

    /** The elector has handled something that it can only be told while it works. */
    void survived() {
        if (!down && failure != null) {
            failure = null;
            inARow = 0;
        }
    }

    /** Why the elector does not work; {@code null} if it does. Any thread. */
    @Nullable
    ElectionProblem problem() {
        Throwable cause = failure;
        return cause == null
                ? null
                : new ElectionProblem(
                        "The elector failed and begins anew: " + cause,
                        "Look for the failure in the log: it is a shortage of memory, or a bug to report. Restart this"
                                + " instance if it stays.");
    }
}
