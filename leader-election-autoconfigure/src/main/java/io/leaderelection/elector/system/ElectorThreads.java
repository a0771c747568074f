package io.leaderelection.elector.system;

import io.leaderelection.elector.ElectorScheduler;
import io.leaderelection.gate.StandingThread;
import io.leaderelection.gate.TaskThreads;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of all elections of an application, all daemons: one elector thread, {@value #REQUEST_THREADS} for requests
 * to stores, for each election that takes part one for its listeners and one for stop signals, one for monitors, and one
 * for each worker. What the end of a term needs is started when a {@link StandingThread} is prepared, and stays. The
 * elector's is a platform thread, so that busy virtual threads cannot cost a lease.
 */
public final class ElectorThreads implements ElectorScheduler, TaskThreads, AutoCloseable {

    /** Most requests that are under way at once. */
    public static final int REQUEST_THREADS = 4;

    private static final Logger LOG = LoggerFactory.getLogger(ElectorThreads.class);

    private static final long IDLE_SECONDS = 10;

    private final ClassLoader classLoader;
    private final ScheduledThreadPoolExecutor elector;
    private final ThreadPoolExecutor requests;
    private final Queue<ThreadPoolExecutor> pools = new ConcurrentLinkedQueue<>();
    private final Queue<WaitingThread> waiting = new ConcurrentLinkedQueue<>();
    private final Queue<SetReminder> reminders = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean reminding = new AtomicBoolean();

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
            // What it could not start a thread for, the pool would throw and keep all the same: it would run twice.
            elector.prestartCoreThread();
            if (reminding.compareAndSet(false, true)) {
                elector.scheduleWithFixedDelay(this::remind, 1, 1, TimeUnit.SECONDS);
            }
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
    public Reminder reminder(Runnable task) {
        SetReminder reminder = new SetReminder(guarded(task));
        reminders.add(reminder);
        return reminder;
    }

    /** From the first task on, the elector's thread looks once in a second whether a reminder is set. */
    private void remind() {
        try {
            for (SetReminder reminder : reminders) {
                reminder.runIfSet();
            }
        } catch (Throwable failure) {
            // The next look makes good what this one has not: whatever this throws would end all looks.
            complain(failure);
        }
    }

    @Override
    public StartedTask start(String name, Runnable task) {
        Thread thread = thread(task, name);
        thread.start();
        return thread::interrupt;
    }

    @Override
    public StandingThread standing(String name) {
        return waiting(name, true);
    }

    /** Runs requests to stores. */
    public Executor requests() {
        return this::request;
    }

    /** Where no further thread can be started, those that are there do it. */
    private void request(Runnable task) {
        Runnable guarded = guarded(task);
        try {
            requests.execute(guarded);
        } catch (OutOfMemoryError refused) {
            if (requests.getPoolSize() == 0 || !requests.getQueue().offer(guarded)) {
                throw refused;
            }
        }
    }

    /** A new thread, for an election's events, that runs one task after the other. */
    public StandingThread serial(String election) {
        return waiting("leader-election-events-" + election, false);
    }

    /**
     * An executor that runs one task after the other, on a thread that ends when it is idle.
     *
     * @param most how many tasks may wait; further ones are rejected with a {@link RejectedExecutionException}
     */
    public Executor bounded(String name, int most) {
        return pool(name, 1, new ArrayBlockingQueue<>(most), new ThreadPoolExecutor.AbortPolicy());
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
            waiting.forEach(WaitingThread::close);
        }
    }

    private StandingThread waiting(String name, boolean replaceable) {
        WaitingThread thread = new WaitingThread(task -> thread(task, name), replaceable, this::prepareShared);
        waiting.add(thread);
        return thread;
    }

    /** What every term needs, and all share: the elector's thread, and those of the requests. */
    private void prepareShared() {
        elector.prestartCoreThread();
        requests.allowCoreThreadTimeOut(false);
        requests.prestartAllCoreThreads();
    }

    /** An elector that fails must not take the thread's other elections along. */
    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Throwable failure) {
                complain(failure);
            }
        };
    }

    /** Nothing may be thrown by this: it would end the thread. */
    static void complain(Throwable failure) {
        try {
            LOG.error("An election failed; this is a bug", failure);
        } catch (Throwable unheard) {
            // There is no memory even for that.
        }
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

    /** A reminder whose setting is a flag. */
    private static final class SetReminder implements Reminder {
        private final Runnable task;
        private volatile boolean set;

        SetReminder(Runnable task) {
            this.task = task;
        }

        @Override
        public void set() {
            set = true;
        }

        void runIfSet() {
            if (set) {
                set = false;
                task.run();
            }
        }
    }

    private Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(classLoader);
        return thread;
    }
}
