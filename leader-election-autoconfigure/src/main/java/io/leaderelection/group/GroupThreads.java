package io.leaderelection.group;

import io.leaderelection.gate.StandingThread;
import io.leaderelection.gate.TaskThreads;

/**
 * Threads of a group's elections: all stop signals share one.
 *
 * @param threads for workers
 * @param signals the thread of stop signals
 */
record GroupThreads(TaskThreads threads, StandingThread signals) implements TaskThreads {

    /** Threads of elections without work or listeners of their own: this one is enough for them. */
    static GroupThreads only(StandingThread thread) {
        return new GroupThreads(
                (name, task) -> {
                    thread.execute(task);
                    return () -> {};
                },
                thread);
    }

    @Override
    public StartedTask start(String name, Runnable task) {
        return threads.start(name, task);
    }

    @Override
    public StandingThread standing(String name) {
        return signals;
    }
}
