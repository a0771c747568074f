package io.leaderelection.spring;

import io.leaderelection.Leadership.Role;
import io.leaderelection.elector.Candidate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.scheduling.concurrent.ExecutorConfigurationSupport;

/**
 * Starts and stops the candidates of an application with its context.
 *
 * <p>They step down as soon as the context begins to close, whatever else still drains, so that a slow web request does
 * not delay the successor; the lease is renewed until gated work and listeners have ended. The phase, below those of
 * task schedulers and executors, only bounds that: here the context waits for the candidates.
 *
 * <p>A context that is stopped and started again, or paused and restarted, takes part again in the elections it took
 * part in; for that no ready event is repeated or needed.
 */
public final class ElectionLifecycle
        implements SmartLifecycle, ApplicationListener<ApplicationEvent>, ApplicationContextAware {

    /** Below {@link ExecutorConfigurationSupport#DEFAULT_PHASE}: stopped after task schedulers and executors. */
    public static final int PHASE = ExecutorConfigurationSupport.DEFAULT_PHASE - 1024;

    private final Map<Candidate, StartTime> candidates;
    private final Set<Candidate> interrupted = ConcurrentHashMap.newKeySet();
    private volatile @Nullable ApplicationContext context;
    private volatile boolean ready;
    private volatile boolean running;

    /**
     * @param candidates the candidates, with the time at which each begins to take part
     */
    public ElectionLifecycle(Map<Candidate, StartTime> candidates) {
        this.candidates = new LinkedHashMap<>(candidates);
    }

    @Override
    public void setApplicationContext(ApplicationContext applicationContext) {
        this.context = applicationContext;
    }

    @Override
    public void start() {
        running = true;
        candidates.forEach((candidate, time) -> {
            boolean due = time == StartTime.REFRESHED || time == StartTime.READY && ready;
            if (interrupted.remove(candidate) || due) {
                candidate.start();
            }
        });
    }

    /** Elections begin when this context, not one of its children, is ready, and end when it begins to close. */
    @Override
    public void onApplicationEvent(ApplicationEvent event) {
        if (event instanceof ApplicationReadyEvent readyEvent && readyEvent.getApplicationContext() == context) {
            ready = true;
            if (running) {
                startAll(StartTime.READY);
            }
        } else if (event instanceof ContextClosedEvent closed && closed.getApplicationContext() == context) {
            candidates.keySet().forEach(Candidate::stop);
        }
    }

    @Override
    public void stop(Runnable callback) {
        running = false;
        candidates.keySet().stream().filter(ElectionLifecycle::takesPart).forEach(interrupted::add);
        List<CompletableFuture<Void>> ends =
                candidates.keySet().stream().map(Candidate::stop).toList();
        CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).whenComplete((done, failure) -> callback.run());
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private void startAll(StartTime time) {
        candidates.forEach((candidate, due) -> {
            if (due == time) {
                candidate.start();
            }
        });
    }

    private static boolean takesPart(Candidate candidate) {
        return candidate.leadership().role() != Role.INACTIVE;
    }
}
