package io.leaderelection.spring;

import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.LeadershipRevokedEvent;
import io.leaderelection.ShardGroup;
import io.leaderelection.ShardsGrantedEvent;
import io.leaderelection.ShardsRevokedEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Tells the listeners of a context, of its children and of its parents, one after the other in the calling thread. The
 * context's own multicaster does not do:
 *
 * <ul>
 *   <li>it may have an executor: grants and revocations would lose their order, and a lease could be released while listeners
 *       still run,
 *   <li>it stops at a listener that throws, but a revocation has to reach everybody,
 *   <li>it tells no child contexts, whose lifecycles would never start.
 * </ul>
 *
 * <p>A child that is refreshed during a term is told of its grant then, in the thread that refreshes it.
 */
public final class DirectEventPublisher implements ApplicationEventPublisher {

    private final ApplicationContext context;

    /** Guarded by this. */
    private final List<ContextListeners> children = new ArrayList<>();

    /** The terms that go on, by election, as far as has been told. Guarded by this. */
    private final Map<String, LeadershipGrantedEvent> terms = new LinkedHashMap<>();

    /** Tokens of the shards that are owned, by group, as far as has been told. Guarded by this. */
    private final Map<ShardGroup, SortedMap<Integer, Long>> owned = new LinkedHashMap<>();

    /** Names the listener that is being told something, by election. */
    private final Map<String, Supplier<String>> telling = new ConcurrentHashMap<>();

    /**
     * @param context its listeners are told after those of its children, then those of its parent and so on
     */
    public DirectEventPublisher(ApplicationContext context) {
        this.context = context;
        if (context instanceof ConfigurableApplicationContext configurable) {
            configurable.addApplicationListener(new Children());
        }
    }

    /** Tells every listener; what one throws is logged with its name. */
    @Override
    public void publishEvent(Object event) {
        if (!(event instanceof ApplicationEvent applicationEvent)) {
            throw new IllegalArgumentException("event (%s) must be an ApplicationEvent".formatted(event.getClass()));
        }
        List<ContextListeners> contexts = contextsToTell(applicationEvent);
        contexts.forEach(listeners -> listeners.notifyOthers(applicationEvent));
        contexts.forEach(listeners -> listeners.notifyLast(applicationEvent));
    }

    /** The listener that is being told something of an election, in words; {@code null} if none is. Any thread. */
    @Nullable
    String telling(String election) {
        Supplier<String> listener = telling.get(election);
        return listener == null ? null : listener.get();
    }

    private synchronized List<ContextListeners> contextsToTell(ApplicationEvent event) {
        if (event instanceof LeadershipGrantedEvent granted) {
            terms.put(granted.getElectionName(), granted);
        } else if (event instanceof LeadershipRevokedEvent revoked) {
            terms.remove(revoked.getElectionName());
        } else if (event instanceof ShardsGrantedEvent granted) {
            owned.computeIfAbsent(granted.getGroup(), none -> new TreeMap<>()).putAll(granted.getTokens());
        } else if (event instanceof ShardsRevokedEvent revoked) {
            owned.getOrDefault(revoked.getGroup(), new TreeMap<>()).keySet().removeAll(revoked.getShards());
        }
        children.removeIf(child -> !child.isActive());
        return Stream.concat(
                        children.stream(),
                        Stream.iterate(context, above -> above != null, ApplicationContext::getParent)
                                .filter(ConfigurableApplicationContext.class::isInstance)
                                .map(above -> new ContextListeners((ConfigurableApplicationContext) above, telling))
                                .filter(ContextListeners::isActive))
                .toList();
    }

    /** What a context has missed that was not there before. */
    private List<ApplicationEvent> missed() {
        List<ApplicationEvent> missed = new ArrayList<>(terms.values());
        owned.forEach((group, tokens) -> {
            if (!tokens.isEmpty()) {
                missed.add(new ShardsGrantedEvent(group, tokens));
            }
        });
        return missed;
    }

    private void join(ContextListeners child) {
        List<ApplicationEvent> missed;
        synchronized (this) {
            children.removeIf(other -> !other.isActive());
            children.add(child);
            missed = missed();
            missed.forEach(child::reserve);
        }
        missed.forEach(child::notifyReserved);
    }

    /** A context tells its parents' listeners when it has been refreshed. */
    private final class Children implements ApplicationListener<ContextRefreshedEvent> {

        @Override
        public void onApplicationEvent(ContextRefreshedEvent event) {
            if (event.getApplicationContext() != context
                    && event.getApplicationContext() instanceof ConfigurableApplicationContext child) {
                join(new ContextListeners(child, telling));
            }
        }

        @Override
        public boolean supportsAsyncExecution() {
            return false;
        }
    }
}
