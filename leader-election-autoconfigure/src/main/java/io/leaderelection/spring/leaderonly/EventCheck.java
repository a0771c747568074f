package io.leaderelection.spring.leaderonly;

import io.leaderelection.LeaderElectionEvent;
import io.leaderelection.LeadershipRevokedEvent;
import io.leaderelection.Otherwise;
import java.lang.reflect.Method;
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

/** Whether a listener of events can be told on the leader alone. */
final class EventCheck {

    /** Published before the election begins, or when it has ended. */
    private static final List<String> NEVER_LED = List.of(
            ApplicationContextEvent.class.getName(),
            SpringApplicationEvent.class.getName(),
            "org.springframework.boot.web.server.context.WebServerInitializedEvent");

    private final String where;
    private final GateRule rule;
    private final Stream<Class<?>> events;

    /**
     * @param where the method in words, to begin a sentence with
     * @param type the class of the bean
     */
    EventCheck(String where, GateRule rule, Method method, Class<?> type) {
        this.where = where;
        this.rule = rule;
        this.events = events(method, type);
    }

    /** What is wrong; empty if it is right, or the method is no listener. */
    Optional<Refusal> refusal() {
        return events.flatMap(event -> refusal(event).stream()).findFirst();
    }

    private Optional<Refusal> refusal(Class<?> event) {
        if (isNeverLed(event)) {
            return refuse(
                    "listens to %s, which is published when nobody can have been granted leadership: it would run nowhere"
                            .formatted(event.getSimpleName()),
                    "Listen to LeadershipGrantedEvent instead, without @LeaderOnly.");
        }
        if (LeaderElectionEvent.class.isAssignableFrom(event)) {
            return event.isAssignableFrom(LeadershipRevokedEvent.class)
                    ? refuse(
                            "listens to LeadershipRevokedEvent, which is published when the gate is shut: it would never be told",
                            "Remove @LeaderOnly from the listener.")
                    : Optional.empty();
        }
        return rule.otherwise() == Otherwise.DEFAULT
                ? refuse(
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

    private static Stream<Class<?>> events(Method method, Class<?> type) {
        EventListener listener = AnnotatedElementUtils.findMergedAnnotation(method, EventListener.class);
        if (listener != null) {
            Class<?>[] events = listener.classes().length > 0 ? listener.classes() : method.getParameterTypes();
            return Arrays.stream(events);
        }
        return method.getName().equals("onApplicationEvent") && ApplicationListener.class.isAssignableFrom(type)
                ? Stream.of(ResolvableType.forClass(type)
                        .as(ApplicationListener.class)
                        .getGeneric(0)
                        .resolve(ApplicationEvent.class))
                : Stream.empty();
    }

    private Optional<Refusal> refuse(String what, String action) {
        return Optional.of(new Refusal(where + " " + what + ".", action));
    }
}
