package io.leaderelection.spring.leaderonly;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.context.Lifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.CollectionUtils;
import org.springframework.util.StringValueResolver;

/**
 * Finds the violations of one bean, by its class and before it is made.
 *
 * @param name name of the bean
 * @param type the class as its author wrote it, without any proxy
 * @param classProxy whether the proxy of the bean extends its class
 * @param definition {@code null} if Spring does not make the bean by one
 * @param values resolves placeholders
 */
record BeanCheck(
        LeaderOnlyAttributeSource attributes,
        String name,
        Class<?> type,
        boolean classProxy,
        @Nullable BeanDefinition definition,
        StringValueResolver values) {

    private static final String OPEN = "Remove 'final'; in Kotlin add 'open' or the compiler plugin kotlin-spring.";
    private static final int VISIBLE = Modifier.PUBLIC | Modifier.PROTECTED | Modifier.PRIVATE;

    BeanCheck {
        classProxy = classProxy && !Proxy.isProxyClass(type);
        type = ClassUtils.getUserClass(type);
    }

    Stream<Violation> violations() {
        LeaderOnlyAttribute onType = LeaderOnlyAttribute.on(type);
        return Stream.concat(
                onType == null ? Stream.empty() : ofType(onType).stream(),
                BeanMethods.of(type).stream().flatMap(this::ofMethod));
    }

    private Optional<Violation> ofType(LeaderOnlyAttribute attribute) {
        if (AnnotatedElementUtils.hasAnnotation(type, Configuration.class)) {
            return violation(
                    type,
                    "is a @Configuration class, which makes beans on every instance",
                    "Move the leader's work to a bean of its own and mark that with @LeaderOnly.");
        }
        if (attribute.runOnGrant()) {
            return violation(
                    type,
                    "asks for runOnGrant, which is for @Scheduled methods",
                    "Put @LeaderOnly(runOnGrant = true) on the @Scheduled method.");
        }
        if (Lifecycle.class.isAssignableFrom(type)) {
            return attribute.isOfGroup()
                    ? violation(
                            type,
                            "is a lifecycle and names a group: it would run once, and not for each shard",
                            "Start a worker for each owned shard by ShardGroup.whileOwning.")
                    : Optional.empty();
        }
        return BeanMethods.of(type).stream().anyMatch(BeanMethods::isCallable)
                ? finalType()
                : violation(
                        type,
                        "has neither methods to be gated nor a lifecycle to be started and stopped",
                        "Remove @LeaderOnly, or let the class implement SmartLifecycle.");
    }

    private Stream<Violation> ofMethod(Method method) {
        boolean own = LeaderOnlyAttribute.on(method) != null;
        Optional<Violation> hopeless = own ? cannotBeGated(method) : Optional.empty();
        if (hopeless.isPresent()) {
            return hopeless.stream();
        }
        return attributes
                .find(method, type)
                .map(attribute -> new MarkedMethod(name, type, method, attribute))
                .map(marked -> Stream.concat(ofGated(marked), own ? finalType().stream() : Stream.empty()))
                .orElseGet(Stream::empty);
    }

    /** Where a type is marked, such methods are simply not gated. */
    private Optional<Violation> cannotBeGated(Method method) {
        if (AnnotatedElementUtils.hasAnnotation(method, Bean.class)) {
            return violation(
                    method,
                    "is a @Bean method, which is called on every instance to make the bean",
                    "Put @LeaderOnly on the bean's class or on its methods, or name a lifecycle of somebody else's in"
                            + " a LeaderLifecycleRegistration.");
        }
        return Stream.of("static", "private")
                .filter(Modifier.toString(method.getModifiers())::contains)
                .findFirst()
                .flatMap(modifier -> violation(
                        method,
                        "is %s: a proxy cannot gate it, it would run on every instance".formatted(modifier),
                        "Make it an instance method that others can call."));
    }

    private Stream<Violation> ofGated(MarkedMethod method) {
        return Stream.of(
                        overridable(method),
                        new ReturnCheck(method).violation(),
                        CallbackKind.violation(method),
                        definedCallback(method),
                        EventCheck.violation(method),
                        RequestHandlers.violation(method),
                        GroupCheck.violation(method),
                        ScheduleCheck.violation(method, values))
                .flatMap(Optional::stream);
    }

    private Optional<Violation> overridable(MarkedMethod marked) {
        Method method = marked.method();
        if (!classProxy) {
            return Optional.empty();
        }
        if (Modifier.isFinal(method.getModifiers())) {
            return marked.violation("is final: a proxy cannot gate it, it would run on every instance", OPEN);
        }
        Class<?> declaring = method.getDeclaringClass();
        return (method.getModifiers() & VISIBLE) == 0
                        && !declaring.getPackageName().equals(type.getPackageName())
                ? marked.violation(
                        "is package-private in %s, not in the package of the bean's class: a proxy cannot gate it, it would run on every instance"
                                .formatted(declaring.getName()),
                        "Make it protected or public.")
                : Optional.empty();
    }

    private Optional<Violation> finalType() {
        return classProxy && Modifier.isFinal(type.getModifiers()) && !ClassUtils.isLambdaClass(type)
                ? violation(type, "is final: no proxy can be made to gate its methods", OPEN)
                : Optional.empty();
    }

    private Optional<Violation> definedCallback(MarkedMethod marked) {
        Method method = marked.method();
        return method.getParameterCount() == 0 && definedCallbacks().contains(method.getName())
                ? CallbackKind.BEAN.violation(marked, "of its definition")
                : Optional.empty();
    }

    /** What the container calls to begin and to end the bean, by its definition or by Spring's inference. */
    private Set<String> definedCallbacks() {
        Set<String> names = new TreeSet<>();
        if (definition instanceof AbstractBeanDefinition known) {
            String[] destroy = known.getDestroyMethodNames();
            CollectionUtils.mergeArrayIntoCollection(known.getInitMethodNames(), names);
            CollectionUtils.mergeArrayIntoCollection(destroy, names);
            boolean unsaid = destroy == null && AutoCloseable.class.isAssignableFrom(type);
            if (names.remove(AbstractBeanDefinition.INFER_METHOD) || unsaid) {
                names.add(unsaid || ClassUtils.hasMethod(type, "close") ? "close" : "shutdown");
            }
        }
        return names;
    }

    private Optional<Violation> violation(AnnotatedElement element, String reason, String action) {
        return Optional.of(Violation.of(element, type, name, reason, action));
    }
}
