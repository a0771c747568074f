package io.leaderelection.spring.lifecycle;

import io.leaderelection.GatedCall;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.Lifecycle;
import org.springframework.context.SmartLifecycle;

/**
 * One run of a lifecycle in one term. It holds a gated call until the lifecycle has stopped, so that the lease is not
 * released before.
 */
final class LifecycleRun {

    private static final Logger LOG = LoggerFactory.getLogger(LifecycleRun.class);

    private final Lifecycle lifecycle;
    private final GatedCall call;
    private final Executor threads;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final CompletableFuture<Void> told = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /**
     * @param call closed when the run has ended
     * @param threads a thread for the stop
     */
    LifecycleRun(Lifecycle lifecycle, GatedCall call, Executor threads) {
        this.lifecycle = lifecycle;
        this.call = call;
        this.threads = threads;
    }

    /** Starts the lifecycle in the calling thread, unless the term is over; once. What it throws is logged. */
    void start() {
        if (!call.isLeading() || !startsOrRuns()) {
            end();
        }
        started.complete(null);
        if (!call.isLeading()) {
            stop();
        }
    }

    private boolean startsOrRuns() {
        try {
            call.run(lifecycle::start);
            return true;
        } catch (Throwable failure) {
            LOG.error(
                    "Lifecycle '{}' could not be started: term {} of election '{}' goes on without it",
                    call.name(),
                    call.leadership().term(),
                    call.leadership().election(),
                    failure);
            return seemsToRun();
        }
    }

    /** One that cannot tell is taken to run: it is told to stop, and keeps the lease from being released. */
    private boolean seemsToRun() {
        try {
            return lifecycle.isRunning();
        } catch (Throwable failure) {
            LOG.warn("Lifecycle '{}' cannot tell whether it runs", call.name(), failure);
            return true;
        }
    }

    /**
     * Tells the lifecycle to stop, on a thread of its own, as soon as it has started.
     *
     * @return whether it has started, and so is being told now, or has been
     */
    boolean stop() {
        if (!ended.isDone() && stopping.compareAndSet(false, true)) {
            started.thenRunAsync(this::tell, threads);
        }
        return started.isDone();
    }

    boolean isStarting() {
        return !started.isDone();
    }

    /** Whether it starts or runs, and nobody has told it to stop. */
    boolean isWanted() {
        return !stopping.get() && !ended.isDone() && call.isLeading();
    }

    /** Whether the calling thread is inside this run, as where the lifecycle's own start closes the context. */
    boolean awaitsCaller() {
        return GatedCall.allCurrent().contains(call);
    }

    /** Completes when the lifecycle's method to stop has returned. */
    CompletableFuture<Void> told() {
        return told;
    }

    /** Completes when the lifecycle says that it has stopped. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    private void tell() {
        if (ended.isDone()) {
            return;
        }
        boolean trusted = true;
        try {
            trusted = lifecycle.isRunning();
            call.run(this::stopLifecycle);
        } catch (Throwable failure) {
            trusted = false;
            LOG.warn("Lifecycle '{}' failed to stop", call.name(), failure);
        }
        // One that threw, or did not run, may never call back. One that runs on keeps the lease from being released.
        if (!trusted && !seemsToRun()) {
            end();
        }
        told.complete(null);
    }

    private void stopLifecycle() {
        if (lifecycle instanceof SmartLifecycle smart) {
            smart.stop(this::end);
        } else {
            lifecycle.stop();
            end();
        }
    }

    private void end() {
        call.close();
        told.complete(null);
        ended.complete(null);
    }
}
