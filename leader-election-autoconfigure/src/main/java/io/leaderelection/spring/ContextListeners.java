package io.leaderelection.spring;

import io.leaderelection.LeaderElectionEvent;
import io.leaderelection.ShardsEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.context.event.SmartApplicationListener;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;

/** The listeners of one context. They are told of one event after the other, in the calling thread. Any thread. */
final class ContextListeners {

    private static final Logger LOG = LoggerFactory.getLogger(DirectEventPublisher.class);

    private final ConfigurableApplicationContext context;
    private final Map<String, Supplier<String>> names;
    private final Map<String, ReentrantLock> telling = new ConcurrentHashMap<>();

    /**
     * @param names names the listener that is being told something, by election
     */
    ContextListeners(ConfigurableApplicationContext context, Map<String, Supplier<String>> names) {
        this.context = context;
        this.names = names;
    }

    boolean isActive() {
        return context.isActive();
    }

    /** Tells all listeners except the last ones. */
    void notifyOthers(ApplicationEvent event) {
        notify(event, false);
    }

    /** Tells the {@link LastListener last listeners}. */
    void notifyLast(ApplicationEvent event) {
        notify(event, true);
    }

    /** Keeps others from telling anything of the event's election or group until this thread has told of the event. */
    void reserve(ApplicationEvent event) {
        telling(event).lock();
    }

    /** Tells all listeners of a reserved event. */
    void notifyReserved(ApplicationEvent event) {
        try {
            notifyOthers(event);
            notifyLast(event);
        } finally {
            telling(event).unlock();
        }
    }

    private void notify(ApplicationEvent event, boolean last) {
        ReentrantLock told = telling(event);
        told.lock();
        try {
            if (isActive()) {
                multicaster(last).multicastEvent(event);
            }
        } catch (Throwable failure) {
            // Keeps the news from no other context. One that closes has lost its beans before it says that it is
            // inactive.
            if (!context.isClosed()) {
                LOG.warn("Context '{}' could not be told of {}", context.getDisplayName(), event, failure);
            }
        } finally {
            told.unlock();
        }
    }

    /** One for each election, and for each group: listeners of one that do not return hold up no other. */
    private ReentrantLock telling(ApplicationEvent event) {
        return telling.computeIfAbsent(election(event), none -> new ReentrantLock());
    }

    private static String election(ApplicationEvent event) {
        if (event instanceof LeaderElectionEvent ofElection) {
            return ofElection.getElectionName();
        }
        return event instanceof ShardsEvent ofGroup ? ofGroup.getGroupName() : "";
    }

    private ApplicationEventMulticaster multicaster(boolean last) {
        GuardedMulticaster guarded = new GuardedMulticaster(last, names);
        guarded.setBeanFactory(context.getBeanFactory());
        ApplicationEventMulticaster theirs = context.getBean(
                AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME, ApplicationEventMulticaster.class);
        visited(theirs::removeApplicationListeners).forEach(guarded::addApplicationListener);
        visited(theirs::removeApplicationListenerBeans).forEach(guarded::addApplicationListenerBean);
        return guarded;
    }

    /**
     * What a multicaster has. It has no getter, but asks about each listener whether to remove it. The context's own list is
     * no substitute: it keeps the listeners that have been destroyed.
     */
    private static <T> List<T> visited(Consumer<Predicate<T>> removal) {
        List<T> all = new ArrayList<>();
        removal.accept(listener -> {
            all.add(listener);
            return false;
        });
        return all;
    }

    /** A listener that throws harms nobody else. */
    private static final class GuardedMulticaster extends SimpleApplicationEventMulticaster {

        private final boolean last;
        private final Map<String, Supplier<String>> names;

        private GuardedMulticaster(boolean last, Map<String, Supplier<String>> names) {
            this.last = last;
            this.names = names;
        }

        @Override
        protected Collection<ApplicationListener<?>> getApplicationListeners(
                ApplicationEvent event, ResolvableType type) {
            List<ApplicationListener<?>> told = new ArrayList<>(super.getApplicationListeners(event, type));
            told.removeIf(listener -> listener instanceof LastListener<?> != last);
            return told;
        }

        @Override
        protected void invokeListener(ApplicationListener<?> listener, ApplicationEvent event) {
            Supplier<String> name = () -> inWords(listener, event);
            names.put(election(event), name);
            try {
                super.invokeListener(listener, event);
            } catch (Throwable failure) {
                LOG.warn(
                        "Listener {} of {} failed",
                        nameOf(listener),
                        event.getClass().getSimpleName(),
                        failure);
            } finally {
                names.remove(election(event), name);
            }
        }

        private static String inWords(ApplicationListener<?> listener, ApplicationEvent event) {
            String doing = listener instanceof LastListener<?> own ? own.doing() : null;
            return doing == null
                    ? "listener %s of %s"
                            .formatted(nameOf(listener), event.getClass().getSimpleName())
                    : doing;
        }

        private static String nameOf(ApplicationListener<?> listener) {
            String id = listener instanceof SmartApplicationListener smart ? smart.getListenerId() : "";
            return id.isEmpty() ? listener.getClass().getName() : id;
        }
    }
}
