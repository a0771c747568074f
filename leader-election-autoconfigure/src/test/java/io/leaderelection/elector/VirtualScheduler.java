package io.leaderelection.elector;

import io.leaderelection.gate.ManualClock;
import io.leaderelection.gate.TaskThreads;
import java.time.Duration;
import java.util.Comparator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.PriorityBlockingQueue;

/**
 * The elector's thread as a queue that a test empties, by a clock that the test moves. Also an executor, for stores. Other
 * threads may add tasks.
 */
final class VirtualScheduler implements ElectorScheduler, Executor {

    private record Alarm(long at, long number, Runnable task) {}

    private final ManualClock clock;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityBlockingQueue<Alarm> alarms = new PriorityBlockingQueue<>(
            11,
            Comparator.<Alarm>comparingLong(alarm -> alarm.at() - Long.MAX_VALUE)
                    .thenComparing(Alarm::number));
    private long numbers;

    VirtualScheduler(ManualClock clock) {
        this.clock = clock;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Cancellation schedule(Duration delay, Runnable task) {
        Alarm alarm = new Alarm(clock.nanoTime() + delay.toNanos(), numbers++, task);
        alarms.add(alarm);
        return () -> alarms.remove(alarm);
    }

    @Override
    public Reminder reminder(Runnable task) {
        return new AlarmReminder(this, task);
    }

    /** Threads that need no waiting: the task has ended when it has been started. */
    static TaskThreads.StartedTask runAtOnce(String thread, Runnable task) {
        task.run();
        return () -> {};
    }

    /** Runs the next task, if there is one. */
    boolean runsNext() {
        Runnable next = tasks.poll();
        if (next != null) {
            next.run();
        }
        return next != null;
    }

    /** Whether nothing is to be run, now or ever. */
    boolean isIdle() {
        return tasks.isEmpty() && alarms.isEmpty();
    }

    /** Runs everything that can be run at this moment. */
    void settle() {
        for (int ran = 0; runsNext() || ringsDue(); ran++) {
            if (ran > 100_000) {
                throw new IllegalStateException("this never comes to rest");
            }
        }
    }

    /** Time passes; everything happens when it is due. */
    void pass(Duration time) {
        long end = clock.nanoTime() + time.toNanos();
        settle();
        while (!alarms.isEmpty() && alarms.peek().at() - end <= 0) {
            clock.passes(Duration.ofNanos(alarms.peek().at() - clock.nanoTime()));
            settle();
        }
        clock.passes(Duration.ofNanos(end - clock.nanoTime()));
        settle();
    }

    private boolean ringsDue() {
        if (alarms.isEmpty() || alarms.peek().at() - clock.nanoTime() > 0) {
            return false;
        }
        alarms.poll().task().run();
        return true;
    }
}
