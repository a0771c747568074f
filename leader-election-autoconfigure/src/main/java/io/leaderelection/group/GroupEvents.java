package io.leaderelection.group;

import io.leaderelection.gate.Complaints;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Tells a group's listeners what happens, one thing after the other on their thread. What the thread refuses is kept and handed
 * in again, in its order. Belongs to the elector's thread, but for {@link #isTelling}.
 */
final class GroupEvents {

    private final Executor events;
    private final Complaints complaints;
    private final Queue<Runnable> untold = new ArrayDeque<>();

    /** The thread that is telling somebody something, while it does. */
    private volatile @Nullable Thread telling;

    /**
     * @param events runs tasks one after the other
     */
    GroupEvents(Executor events, Complaints complaints) {
        this.events = events;
        this.complaints = complaints;
    }

    /**
     * @param news tells listeners, each of which may throw
     * @param afterwards what comes after all of them have returned or thrown
     */
    void tell(Iterable<Runnable> news, Runnable afterwards) {
        untold.add(() -> {
            telling = Thread.currentThread();
            for (Runnable each : news) {
                try {
                    each.run();
                } catch (Throwable failure) {
                    complaints.about("A listener of shards", failure.getClass(), failure);
                }
            }
            telling = null;
            afterwards.run();
        });
    }

    /** Hands in what has not been told. */
    void catchUp() {
        for (Runnable next = untold.peek(); next != null; next = untold.peek()) {
            events.execute(next);
            untold.remove();
        }
    }

    /** Whether it is the calling thread that is telling somebody something. */
    boolean isTelling() {
        return Thread.currentThread() == telling;
    }
}
