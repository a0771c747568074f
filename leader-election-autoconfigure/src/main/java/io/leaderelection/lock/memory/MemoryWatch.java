package io.leaderelection.lock.memory;

import io.leaderelection.lock.Request;
import io.leaderelection.lock.WatchListener;
import io.leaderelection.lock.memory.MemoryLeases.Change;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The news of one lease on their way to one listener: in order and one at a time, whatever the executor does. */
final class MemoryWatch implements Request {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryWatch.class);

    private final MemoryLeases leases;
    private final String name;
    private final Executor executor;
    private final WatchListener news;
    private final Consumer<Change> observer = change -> enqueue(() -> tell(change));

    /** Guarded by itself. */
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    /** Guarded by {@link #waiting}. */
    private boolean delivering;

    private volatile boolean cancelled;

    MemoryWatch(MemoryLeases leases, String name, Executor executor, WatchListener news) {
        this.leases = leases;
        this.name = name;
        this.executor = executor;
        this.news = news;
    }

    void start() {
        leases.observe(name, observer);
        enqueue(news::live);
    }

    @Override
    public void cancel() {
        cancelled = true;
        leases.forget(name, observer);
    }

    private void tell(Change change) {
        if (change.now() == null) {
            news.deleted(change.version());
        } else {
            news.changed(change.now());
        }
    }

    private void enqueue(Runnable item) {
        synchronized (waiting) {
            waiting.add(item);
            if (delivering) {
                return;
            }
            delivering = true;
        }
        try {
            executor.execute(this::deliver);
        } catch (RejectedExecutionException shutDown) {
            cancelled = true;
        } catch (Throwable refused) {
            notDelivering();
            throw refused;
        }
    }

    /** The next news asks for a thread again. */
    private void notDelivering() {
        synchronized (waiting) {
            delivering = false;
        }
    }

    private void deliver() {
        for (Runnable item = next(); item != null; item = next()) {
            run(item);
        }
    }

    private void run(Runnable item) {
        try {
            item.run();
        } catch (Throwable failure) {
            LOG.error("The listener of a watch of lease {} failed", name, failure);
        }
    }

    private @Nullable Runnable next() {
        synchronized (waiting) {
            Runnable item = cancelled ? null : waiting.poll();
            delivering = item != null;
            return item;
        }
    }
}
