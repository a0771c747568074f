package io.leaderelection.gate;

/** Port to threads for what must not run on the elector's or the events' thread: stop signals, and workers. */
@FunctionalInterface
public interface TaskThreads {

    /**
     * Runs the task on a daemon thread of its own, or, where nothing can wait, at once.
     *
     * @param name name of the thread
     * @throws OutOfMemoryError if no thread can be started; the task does not run then
     */
    StartedTask start(String name, Runnable task);

    /**
     * A thread for stop signals. One that is held up by an earlier task when it is {@linkplain StandingThread#prepare
     * prepared} is replaced by a new one. Where threads can always be started, each task may get one of its own.
     *
     * @param name name of the thread
     */
    default StandingThread standing(String name) {
        return task -> start(name, task);
    }

    /** A task that was started. */
    @FunctionalInterface
    interface StartedTask {

        /** Interrupts the task, if it has not ended. */
        void interrupt();
    }
}
