package io.leaderelection.spring;

import io.leaderelection.gate.Participation;
import io.leaderelection.status.DurationText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.concurrent.ExecutorConfigurationSupport;

/**
 * Starts and stops the elections of an application, and its groups of shards, with its context.
 *
 * <p>Leaders step down as soon as the context begins to close, whatever else still drains, so that a slow web request
 * does not delay the successor; the lease is renewed until gated work and listeners have ended. The phase, below those
 * of task schedulers and executors, only bounds that: here the context waits for the elections.
 *
 * <p>A context that is stopped and started again, or paused and restarted, takes part again in the elections it took
 * part in; for that no ready event is repeated or needed. A context that has begun to close takes part in none any more.
 * If beans are destroyed without a stop before, as by a second refresh, the end is awaited then.
 */
public final class ElectionLifecycle implements SmartLifecycle, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(ElectionLifecycle.class);

    /** Below {@link ExecutorConfigurationSupport#DEFAULT_PHASE}: stopped after task schedulers and executors. */
    public static final int PHASE = ExecutorConfigurationSupport.DEFAULT_PHASE - 1024;

    private final ApplicationContext context;
    private final Map<Participation, StartTime> elections;
    private final Set<Participation> interrupted = ConcurrentHashMap.newKeySet();

    /** The times that have been reached. */
    private final Set<StartTime> reached = ConcurrentHashMap.newKeySet();

    private final Duration patience;

    private volatile boolean running;
    private volatile boolean closing;

    /** Whether somebody has waited for the end of the elections since they were started, whether it came or not. */
    private volatile boolean awaited;

    /**
     * @param context the context that the elections belong to
     * @param elections the elections and groups, with the time at which each begins
     * @param patience how long an end is awaited at most, where Spring sets no limit itself: longer than any drain
     *     timeout
     */
    public ElectionLifecycle(
            ApplicationContext context, Map<? extends Participation, StartTime> elections, Duration patience) {
        this.context = context;
        this.elections = new LinkedHashMap<>(elections);
        this.patience = patience;
    }

    @Override
    public void start() {
        running = true;
        awaited = false;
        elections.forEach((election, time) -> {
            if (interrupted.remove(election) || reached.contains(time)) {
                election.start();
            }
        });
    }

    /** Not for the refresh of a child context, which is told to this one's listeners too. */
    @EventListener
    @Order(Ordered.LOWEST_PRECEDENCE)
    void refreshed(ContextRefreshedEvent event) {
        if (event.getApplicationContext() == context) {
            reach(StartTime.REFRESHED);
        }
    }

    @EventListener
    @Order(Ordered.LOWEST_PRECEDENCE)
    void ready(ApplicationReadyEvent event) {
        if (event.getApplicationContext() == context) {
            reach(StartTime.READY);
        }
    }

    /** First of all listeners: others may take their time. */
    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void closed(ContextClosedEvent event) {
        if (event.getApplicationContext() == context) {
            closing = true;
            elections.keySet().forEach(Participation::stop);
        }
    }

    @Override
    public void stop(Runnable callback) {
        end().whenComplete((done, failure) -> callback.run());
    }

    @Override
    public void stop() {
        CompletableFuture<Void> end = end();
        try {
            end.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            LOG.warn("The elections {} have not ended within {}", names(), DurationText.asConfigured(patience));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Does not wait again if the stop of the context has waited already. */
    @Override
    public void destroy() {
        closing = true;
        if (awaited) {
            end();
        } else {
            stop();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private void reach(StartTime time) {
        reached.add(time);
        if (running && !closing) {
            elections.forEach((election, due) -> {
                if (due == time) {
                    election.start();
                }
            });
        }
    }

    private CompletableFuture<Void> end() {
        running = false;
        awaited = true;
        elections.keySet().stream().filter(Participation::takesPart).forEach(interrupted::add);
        List<CompletableFuture<Void>> ends = elections.keySet().stream()
                .map(election -> endOf(election).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
    }

    /** A thread inside gated work does not wait for itself. The lease is kept until its own work has ended. */
    private static CompletionStage<Void> endOf(Participation election) {
        if (election.awaitsCaller()) {
            LOG.info(
                    "Election '{}' is ended from inside its own work: its lease is released when that has returned",
                    election.name());
            return election.stopFromWithin();
        }
        return election.stop();
    }

    private List<String> names() {
        return elections.keySet().stream().map(Participation::name).toList();
    }
}
