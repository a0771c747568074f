package io.leaderelection.elector;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** A reminder by a scheduler's own alarm, for schedulers that are never short of anything. */
public final class AlarmReminder implements ElectorScheduler.Reminder {

    private final ElectorScheduler scheduler;
    private final Runnable task;
    private final AtomicBoolean set = new AtomicBoolean();

    public AlarmReminder(ElectorScheduler scheduler, Runnable task) {
        this.scheduler = scheduler;
        this.task = task;
    }

    @Override
    public void set() {
        if (set.compareAndSet(false, true)) {
            scheduler.schedule(Duration.ofSeconds(1), () -> {
                set.set(false);
                task.run();
            });
        }
    }
}
