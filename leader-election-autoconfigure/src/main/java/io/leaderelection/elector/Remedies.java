package io.leaderelection.elector;

import java.util.List;

/**
 * Makes good what has failed, about a second later and again until nothing is left: each part of an election that can
 * fail has a remedy here. To ask for them needs nothing that can be short.
 */
final class Remedies {

    private final ElectorScheduler.Reminder reminder;
    private volatile List<Runnable> remedies = List.of();

    Remedies(ElectorScheduler scheduler) {
        this.reminder = scheduler.reminder(this::tryAll);
    }

    /** Sets what is done when something has failed; each does nothing where nothing has. On the elector's thread. */
    void are(List<Runnable> all) {
        remedies = all;
    }

    /** Something has failed. Any thread. */
    void areNeeded() {
        reminder.set();
    }

    /** One that fails is needed again, and hinders no other. */
    private void tryAll() {
        for (Runnable remedy : remedies) {
            try {
                remedy.run();
            } catch (Throwable failure) {
                reminder.set();
            }
        }
    }
}
