package io.leaderelection.spring.lifecycle;

import io.leaderelection.GatedCall;
import io.leaderelection.LeaderElection;
import io.leaderelection.spi.CallAdmission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The lifecycles of one election in the order in which a term starts them, one after the other. When the term ends they
 * are stopped in the reverse order, phase by phase.
 */
final class LifecycleSequence {

    private final LeaderElection election;
    private final List<LeaderLifecycle> lifecycles;
    private final Duration drainTimeout;
    private final Executor threads;

    /**
     * @param lifecycles in the order of their start
     * @param drainTimeout shared by the phases: how long a later one waits for those before it at the stop
     * @param threads threads that stop lifecycles
     */
    LifecycleSequence(
            LeaderElection election, List<LeaderLifecycle> lifecycles, Duration drainTimeout, Executor threads) {
        this.election = election;
        this.lifecycles = lifecycles;
        this.drainTimeout = drainTimeout;
        this.threads = threads;
    }

    /** Starts all of them, in the calling thread, as far as the term lasts. */
    void start() {
        AtomicBoolean told = new AtomicBoolean();
        Runnable stop = () -> {
            if (told.compareAndSet(false, true)) {
                // Signals must not wait.
                threads.execute(this::stop);
            }
        };
        for (LeaderLifecycle lifecycle : lifecycles) {
            GatedCall call = CallAdmission.of(election).tryEnter(lifecycle.name());
            if (call == null) {
                return;
            }
            call.onStop(stop);
            lifecycle.start(call);
        }
    }

    /**
     * Stops those that run, the last first. One that is about to start stops by itself once it has started; nobody waits
     * for that, nor longer than its share of the drain timeout for one that does not end, so that all are told in time.
     */
    private void stop() {
        List<List<LeaderLifecycle>> phases = phasesReversed();
        Duration share = drainTimeout.dividedBy(phases.size());
        for (List<LeaderLifecycle> phase : phases) {
            long deadline = System.nanoTime() + share.toNanos();
            List<LifecycleRun> runs = new ArrayList<>();
            for (LeaderLifecycle lifecycle : phase) {
                LifecycleRun run = lifecycle.stopRun();
                if (run != null) {
                    runs.add(run);
                    await(run.told(), deadline);
                }
            }
            runs.forEach(run -> await(run.ended(), deadline));
        }
    }

    private List<List<LeaderLifecycle>> phasesReversed() {
        List<List<LeaderLifecycle>> phases = new ArrayList<>();
        for (int i = lifecycles.size() - 1; i >= 0; i--) {
            LeaderLifecycle lifecycle = lifecycles.get(i);
            if (phases.isEmpty() || phases.get(phases.size() - 1).get(0).getPhase() != lifecycle.getPhase()) {
                phases.add(new ArrayList<>());
            }
            phases.get(phases.size() - 1).add(lifecycle);
        }
        return phases;
    }

    /** Waits until the deadline at most: the others must not wait for one that is late. */
    private static void await(CompletableFuture<Void> end, long deadline) {
        end.copy()
                .completeOnTimeout(null, Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)
                .join();
    }
}
