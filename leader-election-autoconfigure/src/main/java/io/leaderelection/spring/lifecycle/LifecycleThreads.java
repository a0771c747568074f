package io.leaderelection.spring.lifecycle;

import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs each task on a thread of its own. If no thread can be started, the caller runs it: a stop may be late, but not lost. */
final class LifecycleThreads implements Executor {

    private static final Logger LOG = LoggerFactory.getLogger(LifecycleThreads.class);

    private final ThreadFactory threads;

    LifecycleThreads(ThreadFactory threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        try {
            threads.newThread(task).start();
        } catch (OutOfMemoryError none) {
            LOG.warn("No thread can be started for lifecycles of the leader: the current thread does the work", none);
            task.run();
        }
    }
}
