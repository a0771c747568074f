package io.leaderelection.elector;

import java.time.Duration;

/**
 * The elector's thread, as electors see it: everything given to it runs one after the other on a single thread, with a
 * happens-before edge between one task and the next. Tasks must not block.
 */
public interface ElectorScheduler {

    /** Runs the task as soon as the thread is free. */
    void execute(Runnable task);

    /** Runs the task after the delay, never earlier. */
    Cancellation schedule(Duration delay, Runnable task);

    /**
     * Prepares for the case that one of the others throws: the thread is there from now on, and whatever else is short,
     * this task can be asked for.
     *
     * @param task what makes good what has failed
     */
    Reminder reminder(Runnable task);

    /** Calls a scheduled task off. */
    interface Cancellation {

        /** The task will not run, unless it already does. */
        void cancel();
    }

    /** A task that waits to be asked for. */
    @FunctionalInterface
    interface Reminder {

        /** Has the task run in about a second, once. Needs no memory, and does not fail. Any thread. */
        void set();
    }
}
