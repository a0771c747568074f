package io.leaderelection.spring.gate;

import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElections;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Refuses to start an application of which something marked as {@link io.leaderelection.LeaderOnly} would run
 * everywhere, or nowhere: looks at every bean once those there are have been made, also at those that were made too early
 * to be seen by the {@link LeaderOnlyInspector}, and those that will be made later.
 */
public final class LeaderOnlyValidation implements SmartInitializingSingleton {

    private final GateRules rules;
    private final LeaderOnlyInspector inspector;
    private final ConfigurableListableBeanFactory beans;

    /**
     * @param rules says what is gated
     * @param inspector looks at the classes
     * @param beans the beans that are looked at, and the elections
     */
    public LeaderOnlyValidation(GateRules rules, LeaderOnlyInspector inspector, ConfigurableListableBeanFactory beans) {
        this.rules = rules;
        this.inspector = inspector;
        this.beans = beans;
    }

    /**
     * Looks at all beans.
     *
     * @throws InvalidLeaderOnlyException if something is wrong with any of them
     */
    @Override
    public void afterSingletonsInstantiated() {
        List<Refusal> refusals = new ArrayList<>();
        for (Iterator<String> names = beans.getBeanNamesIterator(); names.hasNext(); ) {
            String name = names.next();
            Object made = beans.getSingleton(name);
            Class<?> type = type(name, made);
            if (type != null && rules.anywhereIn(type)) {
                refusals.addAll(inspector.inspect(name, type));
                refusals.addAll(unknownElections(name, type));
                refusals.addAll(ungated(name, type, made));
            }
        }
        if (!refusals.isEmpty()) {
            throw new InvalidLeaderOnlyException(refusals);
        }
    }

    /** None of a bean that cannot be made: whoever asks for it will hear why. */
    private @Nullable Class<?> type(String name, @Nullable Object made) {
        if (made != null && !(made instanceof FactoryBean<?>)) {
            return AopProxyUtils.ultimateTargetClass(made);
        }
        try {
            return beans.getType(name, false);
        } catch (BeansException | LinkageError unknown) {
            return null;
        }
    }

    private List<Refusal> unknownElections(String name, Class<?> type) {
        List<String> known = beans.getBean(LeaderElections.class).all().stream()
                .map(LeaderElection::name)
                .toList();
        return Stream.concat(
                        Stream.ofNullable(GateRules.onType(type))
                                .flatMap(rule -> unknown(BeanInspection.the(type, name), rule, known)),
                        BeanMethods.of(type).stream()
                                .flatMap(method -> Stream.ofNullable(GateRules.own(method))
                                        .flatMap(rule -> unknown(BeanInspection.the(method, type, name), rule, known))))
                .toList();
    }

    private Stream<Refusal> unknown(String where, GateRule rule, List<String> known) {
        return Stream.ofNullable(beans.resolveEmbeddedValue(rule.election()))
                .filter(election -> !election.isEmpty() && !known.contains(election))
                .map(election -> new Refusal(
                        "%s names the election '%s', which there is not; there are %s."
                                .formatted(where, election, known),
                        "Use one of these names, or define leader.election.elections.%s.".formatted(election)));
    }

    private List<Refusal> ungated(String name, Class<?> type, @Nullable Object made) {
        if (made == null || made instanceof FactoryBean<?> || !rules.anyFor(type)) {
            return List.of();
        }
        if (!isGated(made)) {
            return List.of(
                    new Refusal(
                            "Bean '%s' of class '%s' has the @LeaderOnly methods %s, and no proxy that gates them: it was made too early, as a BeanPostProcessor or BeanFactoryPostProcessor or for one, or not by Spring."
                                    .formatted(name, type.getName(), gatedMethods(type)),
                            "Move the methods to a bean that no such early bean needs; inject it there by ObjectProvider or @Lazy, and make @Bean methods of post-processors static."));
        }
        return AopUtils.isJdkDynamicProxy(made) ? unreachable(name, type, (Advised) made) : List.of();
    }

    private List<String> gatedMethods(Class<?> type) {
        return BeanMethods.of(type).stream()
                .filter(method -> rules.find(method, type).isPresent())
                .map(Method::getName)
                .distinct()
                .sorted()
                .toList();
    }

    private static boolean isGated(@Nullable Object bean) {
        return bean instanceof Advised proxy
                && (Arrays.stream(proxy.getAdvisors()).anyMatch(LeaderOnlyValidation::isGate)
                        || isGated(AopProxyUtils.getSingletonTarget(proxy)));
    }

    private static boolean isGate(Advisor advisor) {
        return advisor.getAdvice() instanceof LeaderOnlyInterceptor;
    }

    /** A proxy of interfaces has no other methods. */
    private List<Refusal> unreachable(String name, Class<?> type, Advised proxy) {
        List<Method> reachable = Arrays.stream(proxy.getProxiedInterfaces())
                .flatMap(face -> Arrays.stream(face.getMethods()))
                .map(method -> AopUtils.getMostSpecificMethod(method, type))
                .toList();
        return BeanMethods.of(type).stream()
                .filter(method -> GateRules.own(method) != null && !reachable.contains(method))
                .map(
                        method -> new Refusal(
                                BeanInspection.the(method, type, name)
                                        + " is in none of the interfaces that the bean's proxy implements: it cannot be called through the gate.",
                                "Declare the method in an interface, or let proxies extend classes: spring.aop.proxy-target-class=true."))
                .toList();
    }
}
