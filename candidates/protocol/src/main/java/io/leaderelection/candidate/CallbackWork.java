package io.leaderelection.candidate;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The work of an application whose library calls it when it begins and ends to lead, and offers no question and no token:
 * what it was told last is its own answer. One unit follows the other until it is told to end; a unit that has begun ends
 * in its own time.
 */
public final class CallbackWork {

    private static final int PAUSE_MILLIS = 20;

    private final WorkUnit unit;
    private final Journal journal;
    private final AtomicLong term = new AtomicLong();
    private volatile boolean leading;
    private @Nullable Thread worker;

    public CallbackWork(WorkUnit unit, Journal journal) {
        this.unit = unit;
        this.journal = journal;
        Questioner.start(journal, () -> leading ? term.get() : Questioner.NO);
    }

    /** The library says that this process leads. */
    public synchronized void begin() {
        if (!leading) {
            journal.tell("granted", term.incrementAndGet());
            leading = true;
            worker = new Thread(this::work, "work");
            worker.start();
        }
    }

    /** The library says that this process does not lead any more; it may say so without having said the other. */
    public synchronized void end() {
        if (leading) {
            leading = false;
            journal.tell("revoked", term.get());
        }
    }

    /** Ends it if it has not ended, and waits for the unit that has begun. */
    public void drain() throws InterruptedException {
        end();
        Thread last = lastWorker();
        if (last != null) {
            last.join();
        }
    }

    private synchronized @Nullable Thread lastWorker() {
        return worker;
    }

    private void work() {
        long own = term.get();
        try {
            while (leading && term.get() == own) {
                unit.run(System.nanoTime(), own, 0);
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException nobodyDoesSo) {
            Thread.currentThread().interrupt();
        }
    }
}
