package io.leaderelection.elector;

/** Port to threads for what must not run on the elector's or the events' thread: stop signals, and workers. */
@FunctionalInterface
public interface TaskThreads {

    /**
     * Runs the task on a daemon thread of its own, or, where nothing can wait, at once.
     *
     * @param name name of the thread
     */
    StartedTask start(String name, Runnable task);

    /** A task that was started. */
    @FunctionalInterface
    interface StartedTask {

        /** Interrupts the task, if it has not ended. */
        void interrupt();
    }
}
