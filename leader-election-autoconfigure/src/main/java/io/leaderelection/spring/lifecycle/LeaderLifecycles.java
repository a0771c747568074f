package io.leaderelection.spring.lifecycle;

import io.leaderelection.LeaderElection;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.spring.LastListener;
import io.leaderelection.spring.leaderonly.LeaderElectionResolver;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.Lifecycle;
import org.springframework.context.support.AbstractApplicationContext;

/**
 * The leader's lifecycles of a context: those whose type is marked by {@link io.leaderelection.LeaderOnly}, and those
 * that a {@link LeaderLifecycleRegistration} names. Once all listeners have heard of a grant, they are started in the
 * order of their phases, in the thread of the events; when the term ends they are stopped in the reverse order, by the
 * term's stop signal. One that fails to start is logged, and the others go on.
 */
public final class LeaderLifecycles implements LastListener<LeadershipGrantedEvent>, SmartInitializingSingleton {

    private final ConfigurableListableBeanFactory beans;
    private final LifecycleMarks marks;
    private final LeaderElectionResolver elections;
    private final Function<String, Duration> drainTimeouts;
    private final Executor threads = new LifecycleThreads(this::thread);

    /** By name, as found so far. Guarded by this. */
    private final Map<String, LeaderLifecycle> lifecycles = new LinkedHashMap<>();

    /** Elections that were granted while the context was starting. Guarded by this. */
    private final Set<LeaderElection> waiting = new LinkedHashSet<>();

    /** The starts of those, once the context has started. Guarded by this. */
    private CompletableFuture<Void> lateStarts = CompletableFuture.completedFuture(null);

    /** Whether the context is starting its own lifecycles, which those of the leader may need. Guarded by this. */
    private boolean starting = true;

    /**
     * @param beans the beans of the context, and the elections
     * @param registrations lifecycles by name, asked for when the context starts
     * @param drainTimeouts drain timeout of each election, by its name
     */
    public LeaderLifecycles(
            ConfigurableListableBeanFactory beans,
            Supplier<List<LeaderLifecycleRegistration>> registrations,
            Function<String, Duration> drainTimeouts) {
        this.beans = beans;
        this.marks = new LifecycleMarks(beans, registrations);
        this.elections = new LeaderElectionResolver(beans);
        this.drainTimeouts = drainTimeouts;
    }

    /** Refuses a lifecycle processor that would start the leader's lifecycles everywhere. */
    @Override
    public void afterSingletonsInstantiated() {
        String name = AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME;
        if (beans.containsLocalBean(name) && beans.getBean(name) instanceof LeaderLifecycleProcessor) {
            return;
        }
        List<String> unguarded = beans.getBeansOfType(Lifecycle.class, false, false).entrySet().stream()
                .filter(bean -> marks.electionOf(bean.getKey(), bean.getValue()) != null)
                .map(Map.Entry::getKey)
                .toList();
        if (!unguarded.isEmpty()) {
            throw new InvalidLifecycleException(
                    "The leader's lifecycles %s would be started on every instance: the bean '%s' is the application's own."
                            .formatted(unguarded, name),
                    "Let it extend LeaderLifecycleProcessor, or remove it.");
        }
    }

    @Override
    public void onApplicationEvent(LeadershipGrantedEvent event) {
        synchronized (this) {
            if (starting) {
                waiting.add(event.getElection());
                return;
            }
        }
        start(event.getElection());
    }

    /** Names the lifecycle that is being started. */
    @Override
    public synchronized @Nullable String doing() {
        return lifecycles.values().stream()
                .filter(LeaderLifecycle::isStarting)
                .findFirst()
                .map(lifecycle -> "the start of lifecycle '%s'".formatted(lifecycle.name()))
                .orElse(null);
    }

    /** Lets a context start its own lifecycles first. If leadership is granted meanwhile, the leader's follow. */
    void startWith(Runnable contextStart) {
        synchronized (this) {
            starting = true;
        }
        try {
            contextStart.run();
        } finally {
            synchronized (this) {
                starting = false;
                List<LeaderElection> granted = List.copyOf(waiting);
                waiting.clear();
                lateStarts = CompletableFuture.allOf(
                        granted.stream().map(this::startLate).toArray(CompletableFuture[]::new));
            }
        }
    }

    /** Completes when the lifecycles of grants that came while the context was starting have been started. */
    public synchronized CompletableFuture<Void> lateStarts() {
        return lateStarts;
    }

    /** Whether a lifecycle is one of the leader's. */
    synchronized boolean isLeaders(String name, Lifecycle lifecycle) {
        return lifecycles.containsKey(name) || marks.electionOf(name, lifecycle) != null;
    }

    /** Starts a part of one of the leader's lifecycles, if that runs: its stop is expected to stop the part. */
    void startWith(String name, Lifecycle part) {
        LeaderLifecycle whole;
        synchronized (this) {
            whole = lifecycles.get(name);
        }
        if (whole != null) {
            whole.startToo(part, elections.named(whole.election()));
        }
    }

    private CompletableFuture<Void> startLate(LeaderElection election) {
        CompletableFuture<Void> started = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                start(election);
            } finally {
                started.complete(null);
            }
        });
        return started;
    }

    /**
     * The lifecycles that a context has found, with those of the leader wrapped so that it cannot start them. What it has
     * not found is looked for only when it starts: a failure of that must not keep a context from stopping.
     */
    synchronized Map<String, Lifecycle> guard(Map<String, Lifecycle> found) {
        Map<String, Lifecycle> all = new LinkedHashMap<>(lifecycles);
        all.putAll(found);
        if (!starting) {
            all.putAll(lifecycles);
            return all;
        }
        all.putAll(marks.missedBy(all.keySet()));
        all.replaceAll((name, lifecycle) -> {
            LeaderLifecycle known = lifecycles.get(name);
            return known == null ? guard(name, lifecycle) : known;
        });
        return all;
    }

    private Lifecycle guard(String name, Lifecycle lifecycle) {
        String election = marks.electionOf(name, lifecycle);
        if (election == null) {
            return lifecycle;
        }
        UnfitLifecycle.refuse(name, lifecycle);
        LeaderLifecycle guarded = new LeaderLifecycle(name, electionOf(name, election), lifecycle, threads);
        lifecycles.put(name, guarded);
        return guarded;
    }

    private String electionOf(String lifecycle, String written) {
        try {
            return elections.named(written).name();
        } catch (IllegalArgumentException unknown) {
            throw new InvalidLifecycleException(
                    "Lifecycle '%s' is the leader's of an election that does not exist. %s"
                            .formatted(lifecycle, unknown.getMessage()),
                    "Name an election that there is, or none for the default election.");
        }
    }

    private void start(LeaderElection election) {
        new LifecycleSequence(election, inStartOrder(election.name()), drainTimeouts.apply(election.name()), threads)
                .start();
    }

    private synchronized List<LeaderLifecycle> inStartOrder(String election) {
        return StartOrder.of(election, lifecycles, beans);
    }

    private Thread thread(Runnable task) {
        Thread thread = new Thread(task, "leader-election-lifecycles");
        thread.setDaemon(true);
        thread.setContextClassLoader(beans.getBeanClassLoader());
        return thread;
    }
}
