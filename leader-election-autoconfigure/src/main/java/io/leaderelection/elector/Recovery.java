package io.leaderelection.elector;

import java.util.List;

/**
 * Makes good what has failed, about a second later and again until nothing is left: each part of an election that can
 * fail has its step here. To ask for them needs nothing that can be short.
 */
public final class Recovery {

    private final ElectorScheduler.Reminder reminder;
    private volatile List<Runnable> steps = List.of();

    public Recovery(ElectorScheduler scheduler) {
        this.reminder = scheduler.reminder(this::tryAll);
    }

    /** Sets what is done when something has failed; each does nothing where nothing has. On the elector's thread. */
    public void consistsOf(List<Runnable> all) {
        steps = all;
    }

    /** Something has failed. Any thread. */
    public void request() {
        reminder.set();
    }

    /** One that fails is needed again, and hinders no other. */
    private void tryAll() {
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (Throwable failure) {
                reminder.set();
            }
        }
    }
}
