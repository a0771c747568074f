package io.leaderelection.spring.leaderonly;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.TargetSource;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.target.AbstractBeanFactoryBasedTargetSource;
import org.springframework.aop.target.HotSwappableTargetSource;

/** Checks that the object that others get as a bean sends its calls through the gate, whoever made it. */
final class ProxyCheck {

    private final LeaderOnlyAttributeSource attributes;

    ProxyCheck(LeaderOnlyAttributeSource attributes) {
        this.attributes = attributes;
    }

    /**
     * What is wrong with a bean.
     *
     * @param type the class of the bean, as far as it is known
     * @param made the bean as others get it
     */
    Stream<Violation> violations(String name, Class<?> type, Object made) {
        Optional<Class<?>> marked = Stream.of(type, AopProxyUtils.ultimateTargetClass(made), made.getClass())
                .<Class<?>>map(found -> found)
                .filter(attributes::isGated)
                .findFirst();
        if (marked.isEmpty()) {
            return Stream.empty();
        }
        if (!isGated(made)) {
            return Stream.of(ungated(name, marked.get()));
        }
        return AopUtils.isJdkDynamicProxy(made) && !type.isInterface()
                ? unreachable(name, type, (Advised) made)
                : Stream.empty();
    }

    private Violation ungated(String name, Class<?> type) {
        return new Violation(
                "Bean '%s' of class '%s' has the @LeaderOnly methods %s, and no proxy that gates them. It was made too early, as or for a BeanPostProcessor or BeanFactoryPostProcessor; or not by Spring; or a proxy of interfaces without the annotation hides it."
                        .formatted(name, type.getName(), gatedMethods(type)),
                "Move the methods to a bean that no such early bean needs; inject it there by ObjectProvider or @Lazy, and make @Bean methods of post-processors static. Behind somebody else's proxy, mark the methods of its interface, or make its target a bean.");
    }

    private List<String> gatedMethods(Class<?> type) {
        return BeanMethods.of(type).stream()
                .filter(method -> attributes.find(method, type).isPresent())
                .map(Method::getName)
                .distinct()
                .sorted()
                .toList();
    }

    /** Whether there is a gate before the object or before what it calls; a bean that it calls is looked at by itself. */
    private static boolean isGated(@Nullable Object object) {
        return object instanceof Advised proxy
                && (Arrays.stream(proxy.getAdvisors()).anyMatch(GateOrder::isGate)
                        || proxy.getTargetSource() instanceof AbstractBeanFactoryBasedTargetSource
                        || isGated(target(proxy)));
    }

    private static @Nullable Object target(Advised proxy) {
        TargetSource source = proxy.getTargetSource();
        return source instanceof HotSwappableTargetSource swappable
                ? swappable.getTarget()
                : AopProxyUtils.getSingletonTarget(proxy);
    }

    /** A proxy of interfaces has no other methods. */
    private static Stream<Violation> unreachable(String name, Class<?> type, Advised proxy) {
        List<Method> reachable = Arrays.stream(proxy.getProxiedInterfaces())
                .flatMap(face -> Arrays.stream(face.getMethods()))
                .map(method -> AopUtils.getMostSpecificMethod(method, type))
                .toList();
        return BeanMethods.of(type).stream()
                .filter(method -> LeaderOnlyAttribute.on(method) != null && !reachable.contains(method))
                .map(
                        method -> Violation.of(
                                method,
                                type,
                                name,
                                "is in none of the interfaces that the bean's proxy implements: it cannot be called through the gate",
                                "Declare the method in an interface, or let proxies extend classes: spring.aop.proxy-target-class=true."));
    }
}
