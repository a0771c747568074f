package io.leaderelection.spring.leaderonly;

import io.leaderelection.LeaderElectionEvent;
import io.leaderelection.LeadershipRevokedEvent;
import io.leaderelection.Otherwise;
import io.leaderelection.ShardsEvent;
import io.leaderelection.ShardsRevokedEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ApplicationContextEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** Checks that a listener of events is called while this instance leads, and says what becomes of other events. */
final class EventCheck {

    /** Published before the election begins, or when it has ended. */
    private static final List<String> NEVER_LED = List.of(
            ApplicationContextEvent.class.getName(),
            SpringApplicationEvent.class.getName(),
            "org.springframework.boot.web.server.context.WebServerInitializedEvent");

    private EventCheck() {}

    static Optional<Violation> violation(MarkedMethod method) {
        return events(method)
                .flatMap(event -> violation(method, event).stream())
                .findFirst();
    }

    private static Optional<Violation> violation(MarkedMethod method, Class<?> event) {
        if (isNeverLed(event)) {
            return method.violation(
                    "listens to %s, which is published when nobody can have been granted leadership: it would run nowhere"
                            .formatted(event.getSimpleName()),
                    "Listen to LeadershipGrantedEvent instead, without @LeaderOnly.");
        }
        if (LeaderElectionEvent.class.isAssignableFrom(event)) {
            return event.isAssignableFrom(LeadershipRevokedEvent.class)
                    ? method.violation(
                            "listens to LeadershipRevokedEvent, which is published when the gate is shut: it would never be told",
                            "Remove @LeaderOnly from the listener.")
                    : Optional.empty();
        }
        if (method.attribute().isOfGroup()
                && ShardsEvent.class.isAssignableFrom(event)
                && event.isAssignableFrom(ShardsRevokedEvent.class)) {
            return method.violation(
                    "listens to %s, which is published when the gates of its shards are shut: it would not be told"
                            .formatted(event.getSimpleName()),
                    "Remove @LeaderOnly from the listener.");
        }
        return method.attribute().otherwise() == Otherwise.DEFAULT
                ? method.violation(
                        "listens to %s, and does not say what becomes of an event that is published on an instance that does not lead: nobody else hears of it"
                                .formatted(event.getSimpleName()),
                        "Choose: @LeaderOnly(otherwise = Otherwise.SKIP) if such an event may be lost, THROW if the publisher is to be told.")
                : Optional.empty();
    }

    private static boolean isNeverLed(Class<?> event) {
        return event.getName().startsWith("org.springframework.")
                && Stream.<Class<?>>iterate(event, type -> type != null, Class::getSuperclass)
                        .anyMatch(type -> NEVER_LED.contains(type.getName()));
    }

    private static Stream<Class<?>> events(MarkedMethod marked) {
        EventListener listener = AnnotatedElementUtils.findMergedAnnotation(marked.method(), EventListener.class);
        if (listener != null) {
            return Arrays.stream(
                    listener.classes().length > 0
                            ? listener.classes()
                            : marked.method().getParameterTypes());
        }
        return marked.method().getName().equals("onApplicationEvent")
                        && ApplicationListener.class.isAssignableFrom(marked.type())
                ? Stream.of(ResolvableType.forClass(marked.type())
                        .as(ApplicationListener.class)
                        .getGeneric(0)
                        .resolve(ApplicationEvent.class))
                : Stream.empty();
    }
}
