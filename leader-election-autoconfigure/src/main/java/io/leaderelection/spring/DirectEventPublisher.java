package io.leaderelection.spring;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.context.event.SmartApplicationListener;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;

/**
 * Tells the listeners of a context and of its parents itself, one after the other in the calling thread, instead of
 * through the context's multicaster. That one may have been given an executor, which would lose the order of grants and
 * revocations and let a lease be released while listeners still run; and it tells nobody else once a listener has thrown,
 * where a revocation has to reach everybody.
 */
public final class DirectEventPublisher implements ApplicationEventPublisher {

    private static final Logger LOG = LoggerFactory.getLogger(DirectEventPublisher.class);

    private final ApplicationContext context;

    /**
     * @param context its listeners are told, then those of its parent and so on
     */
    public DirectEventPublisher(ApplicationContext context) {
        this.context = context;
    }

    /** Tells every listener; what one throws is logged with its name. */
    @Override
    public void publishEvent(Object event) {
        if (!(event instanceof ApplicationEvent applicationEvent)) {
            throw new IllegalArgumentException("event (%s) must be an ApplicationEvent".formatted(event.getClass()));
        }
        for (ApplicationContext told = context; told != null; told = told.getParent()) {
            if (told instanceof ConfigurableApplicationContext active && active.isActive()) {
                multicaster(active).multicastEvent(applicationEvent);
            }
        }
    }

    private static ApplicationEventMulticaster multicaster(ConfigurableApplicationContext context) {
        GuardedMulticaster guarded = new GuardedMulticaster();
        guarded.setBeanFactory(context.getBeanFactory());
        ApplicationEventMulticaster theirs = context.getBean(
                AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME, ApplicationEventMulticaster.class);
        visited(theirs::removeApplicationListeners).forEach(guarded::addApplicationListener);
        visited(theirs::removeApplicationListenerBeans).forEach(guarded::addApplicationListenerBean);
        return guarded;
    }

    /** What a multicaster has: there is no getter, but it asks about each listener whether to remove it. */
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

        @Override
        protected Collection<ApplicationListener<?>> getApplicationListeners(
                ApplicationEvent event, ResolvableType type) {
            List<ApplicationListener<?>> ordered = new ArrayList<>(super.getApplicationListeners(event, type));
            ordered.sort(Comparator.comparing(listener -> listener instanceof LastListener<?>));
            return ordered;
        }

        @Override
        protected void invokeListener(ApplicationListener<?> listener, ApplicationEvent event) {
            try {
                super.invokeListener(listener, event);
            } catch (RuntimeException | Error failure) {
                LOG.warn(
                        "Listener {} of {} failed",
                        nameOf(listener),
                        event.getClass().getSimpleName(),
                        failure);
            }
        }

        private static String nameOf(ApplicationListener<?> listener) {
            String id = listener instanceof SmartApplicationListener smart ? smart.getListenerId() : "";
            return id.isEmpty() ? listener.getClass().getName() : id;
        }
    }
}
