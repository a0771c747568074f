package io.leaderelection.elector;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;

/**
 * The way to the elector's thread, from any thread. A task that it does not take is kept, in room that was made before,
 * and run later.
 */
final class Inbox implements Executor {

    /** Far more than can come within a second. */
    private static final int ROOM = 256;

    private final Timers timers;
    private final Remedies remedies;
    private final Queue<Runnable> kept = new ArrayBlockingQueue<>(ROOM);

    Inbox(Timers timers, Remedies remedies) {
        this.timers = timers;
        this.remedies = remedies;
    }

    /** Never waits, and does not throw before very many tasks are kept. */
    @Override
    public void execute(Runnable task) {
        try {
            timers.execute(task);
        } catch (RuntimeException | Error refused) {
            remedies.areNeeded();
            if (!kept.offer(task)) {
                throw refused;
            }
        }
    }

    /** Runs what was kept; on the elector's thread. */
    void catchUp() {
        for (Runnable task = kept.poll(); task != null; task = kept.poll()) {
            task.run();
        }
    }
}
