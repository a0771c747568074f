package io.leaderelection.elector;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The way to the elector's thread, from any thread. A task that it does not take is kept, in room that was made before,
 * and run later. Tasks keep their order all the same: news that is heard after the lease was deleted is not known when
 * it must be.
 */
public final class ElectorExecutor implements Executor {

    /** Far more than can come within a second. */
    private static final int ROOM = 256;

    private final ElectorScheduler scheduler;
    private final Recovery recovery;

    /** What was refused, and what came after that. Guarded by this. */
    private final Queue<Runnable> kept = new ArrayDeque<>(ROOM);

    /** How many tasks the thread has taken and not done. Those that are kept come after them. Guarded by this. */
    private int taken;

    public ElectorExecutor(ElectorScheduler scheduler, Recovery recovery) {
        this.scheduler = scheduler;
        this.recovery = recovery;
    }

    /** Never waits, and does not throw before very many tasks are kept. */
    @Override
    public synchronized void execute(Runnable task) {
        if (kept.isEmpty()) {
            try {
                hand(task);
            } catch (Throwable refused) {
                keep(task);
            }
        } else {
            keep(task);
        }
    }

    /** As {@link #execute}, for a caller who is to be told, by what this throws, that the thread refuses the task. */
    synchronized void executeOrThrow(Runnable task) {
        if (kept.isEmpty()) {
            hand(task);
        } else {
            keep(task);
        }
    }

    private void hand(Runnable task) {
        scheduler.execute(() -> run(task));
        taken++;
    }

    private void keep(Runnable task) {
        if (kept.size() == ROOM) {
            throw new IllegalStateException("The elector's thread has refused " + ROOM + " tasks");
        }
        kept.add(task);
        recovery.request();
    }

    private void run(Runnable task) {
        try {
            task.run();
        } finally {
            done();
            catchUp();
        }
    }

    private synchronized void done() {
        taken--;
    }

    /** Runs what was kept, unless the thread has yet to come to what was there before; on the elector's thread. */
    public void catchUp() {
        for (Runnable task = next(); task != null; task = next()) {
            task.run();
        }
    }

    private synchronized @Nullable Runnable next() {
        return taken == 0 ? kept.poll() : null;
    }
}
