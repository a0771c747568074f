package io.leaderelection.spring.lifecycle;

import io.leaderelection.GatedCall;
import io.leaderelection.LeaderElection;
import io.leaderelection.spi.CallAdmission;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.Lifecycle;
import org.springframework.context.Phased;
import org.springframework.context.SmartLifecycle;

/**
 * A lifecycle of the leader as its context sees it. The context never starts it. It awaits the end in the lifecycle's own
 * phase, so that the lifecycle ends before the beans it needs, even if the term goes on.
 */
final class LeaderLifecycle implements SmartLifecycle {

    private final String name;
    private final String election;
    private final Lifecycle lifecycle;
    private final int phase;
    private final Executor threads;

    /** The latest run, which may have ended. Written by one thread at a time, as its election's terms begin. */
    private volatile @Nullable LifecycleRun run;

    LeaderLifecycle(String name, String election, Lifecycle lifecycle, Executor threads) {
        this.name = name;
        this.election = election;
        this.lifecycle = lifecycle;
        this.phase = lifecycle instanceof Phased phased ? phased.getPhase() : 0;
        this.threads = threads;
    }

    String name() {
        return name;
    }

    /** Name of the election whose terms it runs in. */
    String election() {
        return election;
    }

    /**
     * Starts it in a term, and returns when its own start has.
     *
     * @param call the run's gated call, closed when the run has ended
     */
    void start(GatedCall call) {
        LifecycleRun next = new LifecycleRun(lifecycle, call, threads);
        run = next;
        next.start();
    }

    /**
     * Starts a part that was added during a run. The term is kept until that is done: a part that starts while the run ends
     * is stopped before others lead.
     */
    void startToo(Lifecycle part, LeaderElection election) {
        LifecycleRun current = run;
        GatedCall call = current != null && current.isWanted()
                ? CallAdmission.of(election).tryEnter(name)
                : null;
        if (current == null || call == null) {
            return;
        }
        try (call) {
            call.run(part::start);
            if (!current.isWanted()) {
                part.stop();
            }
        }
    }

    /** Whether its start has begun and has not returned. */
    boolean isStarting() {
        LifecycleRun current = run;
        return current != null && current.isStarting();
    }

    /** Tells the run to stop, and returns it if it has not ended; {@code null} if there is nothing to wait for. */
    @Nullable
    LifecycleRun stopRun() {
        LifecycleRun current = run;
        return current != null && !current.ended().isDone() && current.stop() ? current : null;
    }

    /** Does nothing: it is started by leadership. */
    @Override
    public void start() {
        // The context asks at restarts, whatever isAutoStartup says.
    }

    @Override
    public boolean isAutoStartup() {
        return false;
    }

    @Override
    public boolean isPauseable() {
        return !(lifecycle instanceof SmartLifecycle smart) || smart.isPauseable();
    }

    @Override
    public void stop(Runnable callback) {
        end().whenComplete((done, failure) -> callback.run());
    }

    /** Does not wait. A caller that wants to wait passes a callback. */
    @Override
    public void stop() {
        end();
    }

    @Override
    public boolean isRunning() {
        LifecycleRun current = run;
        return current != null && !current.ended().isDone();
    }

    @Override
    public int getPhase() {
        return phase;
    }

    @Override
    public String toString() {
        return name;
    }

    private CompletableFuture<Void> end() {
        LifecycleRun current = run;
        if (current == null) {
            return CompletableFuture.completedFuture(null);
        }
        current.stop();
        return current.awaitsCaller() ? CompletableFuture.completedFuture(null) : current.ended();
    }
}
