package io.leaderelection.elector.system;

import io.leaderelection.gate.StandingThread;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A daemon thread that waits for its next task, whatever the last one has thrown. */
final class WaitingThread implements StandingThread {

    /** How long it waits for a further task where nobody has prepared it. */
    private static final long IDLE_MILLIS = 1_000;

    private final Function<Runnable, Thread> threads;
    private final boolean replaceable;
    private final Runnable prepareOthers;

    /** Guarded by this, as all that follows. */
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    private @Nullable Thread thread;
    private boolean busy;
    private boolean kept;
    private boolean closed;

    /**
     * @param threads makes the thread, which is not started yet
     * @param replaceable whether one that is busy when it is prepared is given up, and ends after its task
     * @param prepareOthers done with each preparation
     */
    WaitingThread(Function<Runnable, Thread> threads, boolean replaceable, Runnable prepareOthers) {
        this.threads = threads;
        this.replaceable = replaceable;
        this.prepareOthers = prepareOthers;
    }

    @Override
    public void prepare() {
        prepareOthers.run();
        synchronized (this) {
            kept = true;
            if (thread == null || replaceable && busy) {
                begin();
            }
        }
    }

    @Override
    public synchronized void execute(Runnable task) {
        if (closed) {
            return;
        }
        if (thread == null) {
            begin();
        }
        tasks.add(task);
        notifyAll();
    }

    @Override
    public synchronized void dismiss() {
        kept = false;
        notifyAll();
    }

    /** Takes no more tasks; those that wait are done. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void begin() {
        if (closed) {
            return;
        }
        Thread next = threads.apply(this::run);
        next.start();
        thread = next;
        busy = false;
    }

    private void run() {
        for (Runnable task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (Throwable failure) {
                ElectorThreads.complain(failure);
            }
        }
    }

    /** Waits for the next task; none comes for a thread that is to end. */
    private synchronized @Nullable Runnable next() {
        if (thread != Thread.currentThread()) {
            return null;
        }
        busy = false;
        long idleSince = System.nanoTime();
        while (tasks.isEmpty() && thread == Thread.currentThread()) {
            long idle = (System.nanoTime() - idleSince) / 1_000_000;
            if (closed || !kept && idle >= IDLE_MILLIS) {
                thread = null;
                return null;
            }
            await(kept ? 0 : IDLE_MILLIS - idle);
        }
        if (thread != Thread.currentThread()) {
            return null;
        }
        busy = true;
        return tasks.remove();
    }

    /** An interrupt that a task has left behind means nobody any more. */
    private void await(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException meant) {
            // The next wait is undisturbed.
        }
    }
}
