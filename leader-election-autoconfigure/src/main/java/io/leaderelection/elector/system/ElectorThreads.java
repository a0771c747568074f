package io.leaderelection.elector.system;

import io.leaderelection.elector.TaskThreads;
import io.leaderelection.elector.Timers;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of all elections of an application, all daemons: one elector thread, at most {@value #REQUEST_THREADS}
 * for requests to stores, one for each listener that is being told something, one for monitors, and one for each task. Made
 * on first use; the elector's is a platform thread, so that busy virtual threads cannot cost a lease.
 */
public final class ElectorThreads implements Timers, TaskThreads, AutoCloseable {

    /** Most requests that are under way at once. */
    public static final int REQUEST_THREADS = 4;

    private static final Logger LOG = LoggerFactory.getLogger(ElectorThreads.class);

    private static final long IDLE_SECONDS = 10;

    private final ClassLoader classLoader;
    private final ScheduledThreadPoolExecutor elector;
    private final ThreadPoolExecutor requests;
    private final Queue<ThreadPoolExecutor> pools = new ConcurrentLinkedQueue<>();

    /** Guarded by this. */
    private int keepers;

    /** Guarded by this. */
    private boolean closed;

    /**
     * @param classLoader context class loader of the threads: the application's; {@code null} for that of this class
     */
    public ElectorThreads(@Nullable ClassLoader classLoader) {
        this.classLoader = classLoader == null ? getClass().getClassLoader() : classLoader;
        this.elector = new ScheduledThreadPoolExecutor(1, factory("leader-election"));
        this.elector.setRemoveOnCancelPolicy(true);
        this.elector.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.requests = pool(REQUEST_THREADS, "leader-election-request");
    }

    @Override
    public void execute(Runnable task) {
        try {
            elector.execute(guarded(task));
        } catch (RejectedExecutionException closed) {
            LOG.debug("Told after the end of all elections");
        }
    }

    @Override
    public Cancellation schedule(Duration delay, Runnable task) {
        try {
            Future<?> future = elector.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException closed) {
            return () -> {};
        }
    }

    @Override
    public StartedTask start(String name, Runnable task) {
        Thread thread = thread(task, name);
        thread.start();
        return thread::interrupt;
    }

    /** Runs requests to stores. */
    public Executor requests() {
        return requests;
    }

    /** A new executor that runs one task after the other, on a thread of its own that ends when it is idle. */
    public Executor serial(String name) {
        return pool(1, "leader-election-events-" + name);
    }

    /** As {@link #serial}, for tasks of which the newest may be dropped when too many wait. */
    public Executor bounded(String name, int most) {
        return pool(name, 1, new ArrayBlockingQueue<>(most), new ThreadPoolExecutor.DiscardPolicy());
    }

    /**
     * Ends the threads: what they are doing is finished; what waits is dropped. As long as somebody {@linkplain #keep
     * keeps} them, they go on.
     */
    @Override
    public synchronized void close() {
        closed = true;
        endIfUnused();
    }

    /** Keeps the threads, beyond their close, for elections that have not come to their end; until this is run, once. */
    public synchronized Runnable keep() {
        keepers++;
        return this::letGo;
    }

    private synchronized void letGo() {
        keepers--;
        endIfUnused();
    }

    private void endIfUnused() {
        if (closed && keepers == 0) {
            elector.shutdown();
            pools.forEach(ThreadPoolExecutor::shutdown);
        }
    }

    /** An elector that fails must not take the thread's other elections along. */
    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error failure) {
                LOG.error("An election failed; this is a bug", failure);
            }
        };
    }

    private ThreadPoolExecutor pool(int threads, String name) {
        return pool(name, threads, new LinkedBlockingQueue<>(), new ThreadPoolExecutor.AbortPolicy());
    }

    private ThreadPoolExecutor pool(
            String name, int threads, BlockingQueue<Runnable> queue, RejectedExecutionHandler whenFull) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, queue, factory(name), whenFull);
        pool.allowCoreThreadTimeOut(true);
        pools.add(pool);
        return pool;
    }

    private ThreadFactory factory(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> thread(task, number.getAndIncrement() == 0 ? name : name + "-" + number);
    }

    private Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(classLoader);
        return thread;
    }
}
