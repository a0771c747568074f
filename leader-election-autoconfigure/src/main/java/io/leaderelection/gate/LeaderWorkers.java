package io.leaderelection.gate;

import io.leaderelection.GatedCall;
import io.leaderelection.LeaderWorker;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workers of one election: each runs at most once in a term, and belongs to it. Any thread. */
final class LeaderWorkers {

    private static final Logger LOG = LoggerFactory.getLogger("io.leaderelection.LeaderElection");

    private final String election;
    private final TaskThreads threads;
    private final Runnable notStarted;
    private final List<Worker> workers = new CopyOnWriteArrayList<>();

    /**
     * @param notStarted told of each worker that could not be started for want of a thread
     */
    LeaderWorkers(String election, TaskThreads threads, Runnable notStarted) {
        this.election = election;
        this.threads = threads;
        this.notStarted = notStarted;
    }

    /**
     * @param current the latest term, in which the worker is started if it is open
     */
    LeaderWorker add(String name, Consumer<? super GatedCall> work, @Nullable Term current) {
        Worker worker = new Worker(name, work);
        workers.add(worker);
        if (current != null) {
            worker.startIn(current);
        }
        return worker;
    }

    void startIn(Term term) {
        workers.forEach(worker -> worker.startIn(term));
    }

    /** Whether one could not be started for want of a thread. */
    boolean lackThreads() {
        return workers.stream().anyMatch(worker -> worker.lacksThread);
    }

    List<String> deadIn(@Nullable Term term) {
        return workers.stream()
                .filter(worker -> worker.diedIn == term && term != null)
                .map(Worker::name)
                .toList();
    }

    private final class Worker implements LeaderWorker {

        private final String name;
        private final Consumer<? super GatedCall> work;

        /** The term of the latest start. Guarded by this. */
        private @Nullable Term startedIn;

        /** How to end the latest run early. Guarded by this. */
        private TaskThreads.@Nullable StartedTask task;

        /** Guarded by this. */
        private boolean closed;

        private volatile @Nullable Term diedIn;

        private volatile boolean lacksThread;

        private Worker(String name, Consumer<? super GatedCall> work) {
            this.name = name;
            this.work = work;
        }

        @Override
        public String name() {
            return name;
        }

        private synchronized void startIn(Term term) {
            if (closed || startedIn == term) {
                return;
            }
            GatedCall call = term.enter(name);
            if (call != null) {
                startIn(term, call);
            }
        }

        private void startIn(Term term, GatedCall call) {
            Term diedBefore = diedIn;
            diedIn = null;
            startedIn = term;
            try {
                task = threads.start("leader-election-work-" + name, () -> work(call, term));
                lacksThread = false;
            } catch (Throwable refused) {
                startedIn = null;
                call.close();
                lacks(term, refused, diedBefore != term);
                return;
            }
            call.onStop(task::interrupt);
        }

        private void lacks(Term term, Throwable refused, boolean first) {
            diedIn = term;
            lacksThread = true;
            if (first) {
                Complaints.quietly(() -> LOG.error(
                        "Election '{}': worker '{}' could not be started, and is tried again. Raise the limit of"
                                + " processes and threads (the Pod's or container's pids limit, ulimit -u)",
                        election,
                        name,
                        refused));
            }
            notStarted.run();
        }

        private void work(GatedCall call, Term term) {
            try (call) {
                call.run(() -> work.accept(call));
            } catch (Throwable failure) {
                if (call.isLeading()) {
                    diedIn = term;
                    LOG.error(
                            "Election '{}': worker '{}' failed; it is started again in the next term",
                            election,
                            name,
                            failure);
                } else {
                    LOG.debug("Election '{}': worker '{}' was ended by an exception", election, name, failure);
                }
            }
        }

        @Override
        public synchronized void close() {
            closed = true;
            workers.remove(this);
            if (task != null) {
                task.interrupt();
            }
        }
    }
}
