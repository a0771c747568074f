package io.leaderelection.elector;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Tells an election's listener what happens, one thing after the other on its thread, and knows for what it waits. */
final class ListenerNotifier {

    private final LeadershipListener listener;
    private final Executor events;
    private final BiConsumer<String, Throwable> failures;
    private final Queue<String> waiting = new ConcurrentLinkedQueue<>();

    /** Whether the listeners of a grant have not returned in time. */
    private volatile boolean late;

    /** The thread that is telling the listener something, while it does. */
    private volatile @Nullable Thread notifying;

    /**
     * @param events runs the listener's calls one after the other
     * @param failures told what the listener throws, and at which news
     */
    ListenerNotifier(LeadershipListener listener, Executor events, BiConsumer<String, Throwable> failures) {
        this.listener = listener;
        this.events = events;
        this.failures = failures;
    }

    /**
     * Tells the listener once it has heard everything before.
     *
     * @param whom who is told, in words, for who cannot say it better
     * @param afterwards run when the listener has returned, or thrown
     */
    void notifyLater(String whom, Runnable news, Runnable afterwards) {
        waiting.add(whom);
        try {
            events.execute(() -> notifyNow(whom, news, afterwards));
        } catch (Throwable refused) {
            waiting.remove(whom);
            throw refused;
        }
    }

    private void notifyNow(String whom, Runnable news, Runnable afterwards) {
        notifying = Thread.currentThread();
        try {
            news.run();
        } catch (Throwable failure) {
            failures.accept(whom, failure);
        } finally {
            notifying = null;
            waiting.poll();
            late = false;
            afterwards.run();
        }
    }

    /** Whether it is the calling thread that is telling the listener something. */
    boolean isNotifying() {
        return Thread.currentThread() == notifying;
    }

    /** Takes note that what is being told takes longer than it should. */
    void isLate() {
        late = !waiting.isEmpty();
    }

    /** What takes longer than it should, if anything does. Any thread. */
    List<String> late() {
        return late ? pending() : List.of();
    }

    /** Who is being told something, or is about to be; none if everything has been told. Any thread. */
    List<String> pending() {
        String first = waiting.peek();
        @Nullable String known = first == null ? null : listener.telling();
        return first == null ? List.of() : List.of(known == null ? first : known);
    }
}
