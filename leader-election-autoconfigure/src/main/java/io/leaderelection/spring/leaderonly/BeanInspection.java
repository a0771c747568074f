package io.leaderelection.spring.leaderonly;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/** Looks for what is wrong with {@link io.leaderelection.LeaderOnly} on the class of one bean and its methods. */
final class BeanInspection {

    private final InspectedBean bean;
    private final Class<?> type;
    private final GateRules rules;

    BeanInspection(InspectedBean bean, GateRules rules) {
        this.bean = bean;
        this.type = bean.type();
        this.rules = rules;
    }

    /** Everything that is wrong, in no order that matters. */
    List<Refusal> refusals() {
        GateRule onType = GateRules.onType(type);
        return Stream.concat(
                        onType == null ? Stream.empty() : ofType(onType),
                        BeanMethods.of(type).stream().flatMap(this::ofMethod))
                .toList();
    }

    private Stream<Refusal> ofType(GateRule rule) {
        if (AnnotatedElementUtils.hasAnnotation(type, Configuration.class)) {
            return refuse(
                    theType() + " is a @Configuration class, which makes beans on every instance.",
                    "Move the leader's work to a bean of its own and mark that with @LeaderOnly.");
        }
        if (rule.runOnGrant()) {
            return refuse(
                    theType() + " asks for runOnGrant, which is for @Scheduled methods.",
                    "Put @LeaderOnly(runOnGrant = true) on the @Scheduled method.");
        }
        return switch (GateKind.of(type)) {
            case NONE ->
                refuse(
                        theType() + " has neither methods to be gated nor is it a Lifecycle to be started and stopped.",
                        "Remove @LeaderOnly, or let the class implement SmartLifecycle.");
            case LIFECYCLE -> Stream.empty();
            case METHODS -> finalType();
        };
    }

    private Stream<Refusal> ofMethod(Method method) {
        GateRule own = GateRules.own(method);
        if (own != null) {
            Optional<Refusal> refusal = ownRule(method);
            if (refusal.isPresent()) {
                return refusal.stream();
            }
        }
        Optional<GateRule> rule = rules.find(method, type);
        return rule.isEmpty()
                ? Stream.empty()
                : Stream.concat(effective(method, rule.get()), own == null ? Stream.empty() : finalType());
    }

    /** What cannot be gated at all; on a type, such methods are simply not gated. */
    private Optional<Refusal> ownRule(Method method) {
        if (AnnotatedElementUtils.hasAnnotation(method, Bean.class)) {
            return Optional.of(
                    new Refusal(
                            the(method) + " is a @Bean method, which is called on every instance to make the bean.",
                            "Put @LeaderOnly on the bean's class or on its methods, or name a lifecycle of somebody else's in a LeaderLifecycleRegistration."));
        }
        for (String obstacle : List.of("static", "private")) {
            if (Modifier.toString(method.getModifiers()).contains(obstacle)) {
                return Optional.of(new Refusal(
                        the(method) + " is " + obstacle + ": a proxy cannot gate it, it would run on every instance.",
                        "Make it an instance method that others can call."));
            }
        }
        return Optional.empty();
    }

    private Stream<Refusal> effective(Method method, GateRule rule) {
        String where = the(method);
        return Stream.of(
                        finalMethod(method).stream(),
                        hiddenMethod(method).stream(),
                        new ReturnCheck(where, rule, method, type).refusal().stream(),
                        new CallerCheck(where, rule, method, bean).refusals())
                .flatMap(found -> found);
    }

    private Optional<Refusal> finalMethod(Method method) {
        return bean.classProxies() && Modifier.isFinal(method.getModifiers())
                ? Optional.of(new Refusal(
                        the(method) + " is final: a proxy cannot gate it, it would run on every instance.",
                        "Remove 'final'; in Kotlin add 'open' or the compiler plugin kotlin-spring."))
                : Optional.empty();
    }

    /** A subclass elsewhere does not override what only a package sees. */
    private Optional<Refusal> hiddenMethod(Method method) {
        int visible = Modifier.PUBLIC | Modifier.PROTECTED | Modifier.PRIVATE;
        return bean.classProxies()
                        && (method.getModifiers() & visible) == 0
                        && !method.getDeclaringClass().getPackageName().equals(type.getPackageName())
                ? Optional.of(new Refusal(
                        the(method)
                                + " is package-private in %s, not in the package of the bean's class: a proxy cannot gate it, it would run on every instance."
                                        .formatted(method.getDeclaringClass().getName()),
                        "Make it protected or public."))
                : Optional.empty();
    }

    private Stream<Refusal> finalType() {
        return bean.classProxies() && Modifier.isFinal(type.getModifiers()) && !ClassUtils.isLambdaClass(type)
                ? refuse(
                        theType() + " is final: no proxy can be made to gate its methods.",
                        "Remove 'final'; in Kotlin add 'open' or the compiler plugin kotlin-spring.")
                : Stream.empty();
    }

    private static Stream<Refusal> refuse(String description, String action) {
        return Stream.of(new Refusal(description, action));
    }

    private String theType() {
        return the(type, bean.name());
    }

    private String the(Method method) {
        return the(method, type, bean.name());
    }

    /** A type in words, to begin a sentence with. */
    static String the(Class<?> type, String bean) {
        return "Class '%s' of bean '%s', marked as @LeaderOnly,".formatted(type.getName(), bean);
    }

    /** A method in words, to begin a sentence with. */
    static String the(Method method, Class<?> type, String bean) {
        String parameters = Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", "));
        return "Method '%s.%s(%s)' of bean '%s', marked as @LeaderOnly,"
                .formatted(type.getName(), method.getName(), parameters, bean);
    }
}
