package io.leaderelection.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;

/**
 * A listener that {@link DirectEventPublisher} tells after all others of its context, also after those that ask to be the
 * last by their order.
 *
 * @param <E> the events that it hears
 */
public interface LastListener<E extends ApplicationEvent> extends ApplicationListener<E> {

    /** What the listener is doing, in words; {@code null} if its name says enough. Any thread. */
    default @Nullable String doing() {
        return null;
    }
}
