package io.leaderelection.elector;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An elector's thread that is none: a task runs in the thread that brings it, or in the one that is running tasks already,
 * and has run when {@link #execute} returns unless it was brought meanwhile. One after the other all the same.
 */
final class CallersThread implements ElectorScheduler {

    private static final Logger LOG = LoggerFactory.getLogger(CallersThread.class);

    private final ElectorScheduler scheduler;
    private final Duration never;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * @param scheduler wait for delays
     * @param never delays of this length and longer are not waited for
     */
    CallersThread(ElectorScheduler scheduler, Duration never) {
        this.scheduler = scheduler;
        this.never = never;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) {
            do {
                runNext();
            } while (waiting.decrementAndGet() > 0);
        }
    }

    @Override
    public Cancellation schedule(Duration delay, Runnable task) {
        if (delay.compareTo(never) >= 0) {
            return () -> {};
        }
        AtomicBoolean cancelled = new AtomicBoolean();
        Cancellation timer = scheduler.schedule(
                delay,
                () -> execute(() -> {
                    if (!cancelled.get()) {
                        task.run();
                    }
                }));
        return () -> {
            cancelled.set(true);
            timer.cancel();
        };
    }

    /** Nothing is short for long where nobody else leads: a thread that cannot be started for this is done without. */
    @Override
    public Reminder reminder(Runnable task) {
        AtomicBoolean set = new AtomicBoolean();
        Runnable remind = () -> {
            set.set(false);
            task.run();
        };
        return () -> {
            if (set.compareAndSet(false, true)) {
                try {
                    schedule(Duration.ofSeconds(1), remind);
                } catch (Throwable refused) {
                    set.set(false);
                }
            }
        };
    }

    /** A task that fails must not take along those behind it. */
    private void runNext() {
        try {
            tasks.remove().run();
        } catch (Throwable failure) {
            LOG.error("An election failed; this is a bug", failure);
        }
    }
}
