package io.leaderelection.lock.kubernetes.client;

import java.time.Duration;

/**
 * How many lines a watch may bring: a thousand within a window, at once or one by one. More would keep the elector's
 * thread from its work. Belongs to the thread of the watch.
 *
 * <p>A watch of one lease or Pod is far below that. A lease changes with each write that succeeds, and of all that race
 * for it only one succeeds: a herd of fifty candidates brings no more lines than its leaders' renewals, takeovers and
 * releases. A process that stood still for half an hour finds about a thousand renewals waiting.
 */
final class LineBudget {

    /** Most lines within a window. */
    static final int MOST = 1000;

    private final long window;

    /** Nanoseconds until all lines that came are paid for; each line costs its part of the window. */
    private long debt;

    private long asOf;

    /**
     * @param window zero lets any number of lines pass
     * @param now a time by {@link System#nanoTime}
     */
    LineBudget(Duration window, long now) {
        this.window = window.toNanos();
        this.asOf = now;
    }

    /** Takes account of a line; false if it is one too many, which costs nothing. */
    boolean take(long now) {
        debt = Math.max(0, debt - (now - asOf));
        asOf = now;
        if (debt + window / MOST > window) {
            return false;
        }
        debt += window / MOST;
        return true;
    }
}
