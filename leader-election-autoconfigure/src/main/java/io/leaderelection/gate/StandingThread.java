package io.leaderelection.gate;

import java.util.concurrent.Executor;

/**
 * Port to a thread that is made before it is needed and runs its tasks one after the other. When a term ends it may be
 * too late to start one. Any thread may use it.
 */
@FunctionalInterface
public interface StandingThread extends Executor {

    /**
     * Takes the task, without waiting. Succeeds once the thread is there; what it throws it has not taken.
     *
     * @throws OutOfMemoryError if there is no thread, and none can be started
     */
    @Override
    void execute(Runnable task);

    /**
     * Sees to it that the thread is there from now on.
     *
     * @throws OutOfMemoryError if it is not, and cannot be started
     */
    default void prepare() {}

    /** Lets the thread end, once it has nothing to do. It comes back when it is needed. */
    default void dismiss() {}

    /** This one, prepared and dismissed together with another one. */
    default StandingThread with(StandingThread other) {
        StandingThread self = this;
        return new StandingThread() {
            @Override
            public void execute(Runnable task) {
                self.execute(task);
            }

            @Override
            public void prepare() {
                self.prepare();
                other.prepare();
            }

            @Override
            public void dismiss() {
                self.dismiss();
                other.dismiss();
            }
        };
    }
}
