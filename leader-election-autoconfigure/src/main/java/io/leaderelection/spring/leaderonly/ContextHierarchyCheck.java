package io.leaderelection.spring.leaderonly;

import java.util.Set;
import java.util.stream.Stream;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.Ordered;

/**
 * Refuses a parent or child context that has leader-only beans and no gate: they would run on every instance. Spring Boot
 * gives a gate to each child that it starts. Another child fails when it has been refreshed, which is when its parent hears
 * of it. For the beans of a parent, the context with the elections fails.
 */
public final class ContextHierarchyCheck implements ApplicationListener<ContextRefreshedEvent>, Ordered {

    private final LeaderOnlyAttributeSource attributes;
    private final Class<?> registration;
    private final Class<?> gate;
    private final ApplicationContext context;

    /**
     * @param attributes says what is marked
     * @param registration a kind of bean that names lifecycles of the leader
     * @param gate the configuration that a child needs
     * @param context the context whose children and parents are looked at
     */
    public ContextHierarchyCheck(
            LeaderOnlyAttributeSource attributes, Class<?> registration, Class<?> gate, ApplicationContext context) {
        this.attributes = attributes;
        this.registration = registration;
        this.gate = gate;
        this.context = context;
    }

    /**
     * Looks at a child when that has been refreshed, and at all parents when the context itself has.
     *
     * @throws InvalidLeaderOnlyException if any of their beans is leader-only and not gated
     */
    @Override
    public void onApplicationEvent(ContextRefreshedEvent event) {
        if (event.getApplicationContext() != context) {
            String fix = "Register %s in the child before it is refreshed, or let SpringApplicationBuilder start it."
                    .formatted(gate.getName());
            check(event.getApplicationContext(), "child", fix);
            refuseLateBeans(event.getApplicationContext(), fix);
            return;
        }
        for (ApplicationContext above = context.getParent(); above != null; above = above.getParent()) {
            check(above, "parent", "Move them into the context that has the elections, or a child of it.");
        }
    }

    private void check(ApplicationContext relative, String relation, String fix) {
        if (relative instanceof ConfigurableApplicationContext checked && !hasGate(checked.getBeanFactory())) {
            refuse(
                    checked,
                    relation,
                    MarkedBeans.of(checked.getBeanFactory(), this::isLeaders).keySet(),
                    fix);
        }
    }

    /** A child may be given leader-only beans, or make them, after its refresh. */
    private void refuseLateBeans(ApplicationContext child, String fix) {
        if (child instanceof ConfigurableApplicationContext checked && !hasGate(checked.getBeanFactory())) {
            checked.getBeanFactory().addBeanPostProcessor(new BeanPostProcessor() {
                @Override
                public Object postProcessBeforeInitialization(Object bean, String name) {
                    if (isLeaders(AopProxyUtils.ultimateTargetClass(bean))) {
                        refuse(child, "child", Set.of(name), fix);
                    }
                    return bean;
                }

                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return postProcessBeforeInitialization(bean, name);
                }
            });
        }
    }

    private boolean isLeaders(Class<?> type) {
        return attributes.isMarked(type) || registration.isAssignableFrom(type);
    }

    private static void refuse(ApplicationContext relative, String relation, Set<String> ungated, String fix) {
        InvalidLeaderOnlyException.throwIfAny(Stream.of(ungated)
                .filter(beans -> !beans.isEmpty())
                .map(beans -> new Violation(
                        "The %s context '%s' has no gate: its beans %s, marked as @LeaderOnly, would run on every instance."
                                .formatted(relation, relative.getDisplayName(), beans),
                        fix)));
    }

    private static boolean hasGate(ConfigurableListableBeanFactory beans) {
        return beans.getBeanNamesForType(LeaderOnlyValidator.class, true, false).length > 0;
    }

    @Override
    public boolean supportsAsyncExecution() {
        return false;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
