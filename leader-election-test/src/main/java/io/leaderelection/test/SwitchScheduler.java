package io.leaderelection.test;

import io.leaderelection.elector.ElectorScheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.PriorityBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The elector's thread of a switched election, which is no thread. A task runs in the thread that brings it, or in the one
 * that is running tasks already; a delayed one when the switch lets time {@link #pass}. Nothing happens by itself.
 */
final class SwitchScheduler implements ElectorScheduler {

    private static final Logger LOG = LoggerFactory.getLogger(SwitchScheduler.class);

    private final SwitchClock clock;

    /** Guarded by this. */
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    private final Queue<Alarm> alarms =
            new PriorityBlockingQueue<>(8, (one, other) -> Long.signum(one.due() - other.due()));

    /** Who waits until there is no task. Guarded by this. */
    private final List<CompletableFuture<Void>> idlers = new ArrayList<>();

    /** Whether a thread is running tasks. Guarded by this. */
    private boolean running;

    SwitchScheduler(SwitchClock clock) {
        this.clock = clock;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        for (Runnable next = next(); next != null; next = next()) {
            run(next);
        }
    }

    @Override
    public Cancellation schedule(Duration delay, Runnable task) {
        Alarm alarm = new Alarm(clock.nanoTime() + delay.toNanos(), task);
        alarms.add(alarm);
        return () -> alarms.remove(alarm);
    }

    @Override
    public Reminder reminder(Runnable task) {
        return () -> schedule(Duration.ofSeconds(1), task);
    }

    /** Lets time pass at once, and runs what is due by then, in its order. */
    void pass(Duration time) {
        clock.pass(time);
        long now = clock.nanoTime();
        for (Alarm next = alarms.peek(); next != null && next.due() - now <= 0; next = alarms.peek()) {
            ring(next);
        }
    }

    /** Lets time pass until something is due, and runs that; nothing may be. */
    void passUntilDue() {
        Alarm next = alarms.peek();
        if (next != null) {
            clock.pass(Duration.ofNanos(Math.max(0, next.due() - clock.nanoTime())));
            ring(next);
        }
    }

    private void ring(Alarm alarm) {
        alarms.remove(alarm);
        execute(alarm.task());
    }

    /** Completes when everything has been done that was brought so far, and whatever follows from it. */
    synchronized CompletableFuture<Void> idle() {
        CompletableFuture<Void> idle = new CompletableFuture<>();
        if (running) {
            idlers.add(idle);
        } else {
            idle.complete(null);
        }
        return idle;
    }

    private @Nullable Runnable next() {
        List<CompletableFuture<Void>> told;
        synchronized (this) {
            Runnable next = tasks.poll();
            if (next != null) {
                return next;
            }
            running = false;
            told = List.copyOf(idlers);
            idlers.clear();
        }
        told.forEach(idle -> idle.complete(null));
        return null;
    }

    /** A task that fails must not take along those behind it. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable failure) {
            LOG.error("A switched election failed; this is a bug", failure);
        }
    }

    /**
     * @param due monotonic time, comparable only by difference
     */
    private record Alarm(long due, Runnable task) {}
}
