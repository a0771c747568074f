package io.leaderelection.spring.gate;

import io.leaderelection.LeaderElectionEvent;
import io.leaderelection.LeadershipRevokedEvent;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.Lifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.util.ClassUtils;

/** Whether those who call a gated method, as its annotations tell, can do without it on other instances. */
final class CallerCheck {

    /** Published before the election begins, or when it has ended. */
    private static final List<Class<?>> NEVER_LED = List.of(
            ContextRefreshedEvent.class,
            ApplicationStartedEvent.class,
            ApplicationReadyEvent.class,
            ContextClosedEvent.class);

    private static final List<String> CALLBACKS =
            List.of("jakarta.annotation.PostConstruct", "jakarta.annotation.PreDestroy");

    private final String where;
    private final GateRule rule;
    private final Method method;
    private final MergedAnnotations annotations;

    /**
     * @param where the method in words, to begin a sentence with
     */
    CallerCheck(String where, GateRule rule, Method method) {
        this.where = where;
        this.rule = rule;
        this.method = method;
        this.annotations = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
    }

    Stream<Refusal> refusals() {
        return Stream.of(messages(), events(), callbacks(), lifecycle(), runner(), firstRun())
                .flatMap(Optional::stream);
    }

    private Optional<Refusal> messages() {
        return MessageListenerKind.of(method, annotations, rule.otherwise())
                .flatMap(
                        name -> refuse(
                                "is a message listener (%s): a message that comes while this instance does not lead would be acknowledged and lost, or be delivered until it is discarded"
                                        .formatted(name),
                                "Gate the listener's container instead, so that only the leader consumes: name it in a LeaderLifecycleRegistration."));
    }

    private Optional<Refusal> events() {
        EventListener listener = AnnotatedElementUtils.findMergedAnnotation(method, EventListener.class);
        if (listener == null) {
            return Optional.empty();
        }
        Class<?>[] events = listener.classes().length > 0 ? listener.classes() : method.getParameterTypes();
        return Arrays.stream(events).flatMap(event -> event(event).stream()).findFirst();
    }

    /** For a listener of such an event. */
    Optional<Refusal> event(Class<?> event) {
        if (NEVER_LED.contains(event)) {
            return refuse(
                    "listens to %s, which is published when nobody can have been granted leadership: it would run nowhere"
                            .formatted(event.getSimpleName()),
                    "Listen to LeadershipGrantedEvent instead, without @LeaderOnly.");
        }
        return tellsOfRevocation(event)
                ? refuse(
                        "listens to LeadershipRevokedEvent, which is published when the gate is shut: it would never be told",
                        "Remove @LeaderOnly from the listener.")
                : Optional.empty();
    }

    /** Whether events of the type are, or may be, revocations. */
    private static boolean tellsOfRevocation(Class<?> event) {
        return LeaderElectionEvent.class.isAssignableFrom(event)
                && event.isAssignableFrom(LeadershipRevokedEvent.class);
    }

    private Optional<Refusal> callbacks() {
        return CALLBACKS.stream()
                .filter(annotations::isPresent)
                .findFirst()
                .flatMap(
                        name -> refuse(
                                "is a callback of the container (@%s), which calls it on every instance, past the proxy"
                                        .formatted(ClassUtils.getShortName(name)),
                                "Remove @LeaderOnly; to act when leadership begins or ends, listen to LeadershipGrantedEvent and LeadershipRevokedEvent."));
    }

    private Optional<Refusal> lifecycle() {
        return Lifecycle.class.isAssignableFrom(method.getDeclaringClass())
                        && List.of("start", "stop", "isRunning").contains(method.getName())
                ? refuse(
                        "is a method of a Lifecycle, which is called once, whoever leads then",
                        "Put @LeaderOnly on the class: it is started when leadership is granted and stopped when it ends.")
                : Optional.empty();
    }

    private Optional<Refusal> runner() {
        Class<?> type = method.getDeclaringClass();
        boolean runner =
                ApplicationRunner.class.isAssignableFrom(type) || CommandLineRunner.class.isAssignableFrom(type);
        return runner && method.getName().equals("run")
                ? refuse(
                        "is called while the application starts, before leadership can be granted: it would run nowhere",
                        "Listen to LeadershipGrantedEvent instead, without @LeaderOnly.")
                : Optional.empty();
    }

    private Optional<Refusal> firstRun() {
        boolean possible = annotations.isPresent(Scheduled.class) && method.getReturnType() == void.class;
        return !rule.runOnGrant() || possible
                ? Optional.empty()
                : refuse(
                        "asks for runOnGrant, which is for @Scheduled methods that return void",
                        "Remove runOnGrant; to act when leadership begins, listen to LeadershipGrantedEvent.");
    }

    private Optional<Refusal> refuse(String what, String action) {
        return Optional.of(new Refusal(where + " " + what + ".", action));
    }
}
