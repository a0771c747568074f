package io.leaderelection.spring.leaderonly;

import io.leaderelection.Otherwise;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** Whether those who call a gated method can do without it on other instances, and call it through the gate. */
final class CallerCheck {

    private static final List<String> CALLBACKS =
            List.of("jakarta.annotation.PostConstruct", "jakarta.annotation.PreDestroy");

    private final String where;
    private final GateRule rule;
    private final Method method;
    private final InspectedBean bean;
    private final MergedAnnotations annotations;

    /**
     * @param where the method in words, to begin a sentence with
     */
    CallerCheck(String where, GateRule rule, Method method, InspectedBean bean) {
        this.where = where;
        this.rule = rule;
        this.method = method;
        this.bean = bean;
        this.annotations = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
    }

    Stream<Refusal> refusals() {
        return Stream.of(
                        messages(),
                        new EventCheck(where, rule, method, bean.type()).refusal(),
                        callbacks(),
                        CallbackKind.refusal(where, method, bean.type()),
                        template(),
                        requests(),
                        firstRun(),
                        new ScheduleCheck(where, rule, bean.values()).refusal(method))
                .flatMap(Optional::stream);
    }

    private Optional<Refusal> messages() {
        return MessageListenerKind.of(annotations, rule.otherwise())
                .map(name -> CallbackKind.MESSAGE.refusal(where, name));
    }

    private Optional<Refusal> callbacks() {
        return CALLBACKS.stream()
                .filter(annotations::isPresent)
                .map(name -> "@" + ClassUtils.getShortName(name))
                .findFirst()
                .or(() -> bean.callbacks().include(method) ? Optional.of("of its definition") : Optional.empty())
                .map(name -> CallbackKind.BEAN.refusal(where, name));
    }

    /** What a superclass from elsewhere calls on itself. On a type such methods are simply not what others call. */
    private Optional<Refusal> template() {
        Method overridden = Modifier.isProtected(method.getModifiers()) && GateRules.own(method) != null
                ? overridden(method.getDeclaringClass().getSuperclass())
                : null;
        return overridden == null
                        || overridden.getDeclaringClass().getPackage()
                                == bean.type().getPackage()
                ? Optional.empty()
                : refuse(
                        "overrides a protected method of %s, which calls it on itself, past the proxy: it would run on every instance"
                                .formatted(overridden.getDeclaringClass().getName()),
                        "Mark a public method that others call.");
    }

    private @Nullable Method overridden(@Nullable Class<?> superclass) {
        return superclass == null
                ? null
                : ReflectionUtils.findMethod(superclass, method.getName(), method.getParameterTypes());
    }

    private Optional<Refusal> requests() {
        boolean silent = rule.otherwise() == Otherwise.SKIP || rule.otherwise() == Otherwise.EMPTY;
        return silent && RequestHandlers.include(method, bean.type())
                ? refuse(
                        "answers requests, and with Otherwise.%s as if their work had been done where it has not"
                                .formatted(rule.otherwise()),
                        "Leave 'otherwise' out, or use Otherwise.THROW: other instances answer 409 then.")
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
