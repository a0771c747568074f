package io.leaderelection.spring.leaderonly;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.Ordered;

/**
 * Refuses a context above or below that has something of the leader's and no gate: it would run on every instance. A
 * child that Spring Boot starts has been given its gate; of others a parent hears only when they have been refreshed, and
 * they fail then. For what a parent has, its child with the elections fails.
 */
public final class FamilyCheck implements ApplicationListener<ContextRefreshedEvent>, Ordered {

    private final GateRules rules;
    private final Class<?> registration;
    private final Class<?> gate;
    private final ApplicationContext context;

    /**
     * @param rules says what is the leader's
     * @param registration a kind of bean that names what is the leader's
     * @param gate the configuration that a child needs
     * @param context the context whose children and parents are looked at
     */
    public FamilyCheck(GateRules rules, Class<?> registration, Class<?> gate, ApplicationContext context) {
        this.rules = rules;
        this.registration = registration;
        this.gate = gate;
        this.context = context;
    }

    /**
     * Looks at a child when that has been refreshed, and at all parents when the context itself has.
     *
     * @throws InvalidLeaderOnlyException if anything of theirs is the leader's and not gated
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
            List<String> ungated = leadersOwn(checked.getBeanFactory());
            if (!ungated.isEmpty()) {
                throw ungated(checked, relation, ungated, fix);
            }
        }
    }

    /** A child that had nothing of the leader's when it was refreshed may be given something, or tell it, later. */
    private void refuseLateBeans(ApplicationContext child, String fix) {
        if (child instanceof ConfigurableApplicationContext checked && !hasGate(checked.getBeanFactory())) {
            checked.getBeanFactory().addBeanPostProcessor(new BeanPostProcessor() {
                @Override
                public Object postProcessBeforeInitialization(Object bean, String name) {
                    if (isLeaders(AopProxyUtils.ultimateTargetClass(bean))) {
                        throw ungated(child, "child", List.of(name), fix);
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
        return rules.anywhereIn(type) || registration.isAssignableFrom(type);
    }

    private static InvalidLeaderOnlyException ungated(
            ApplicationContext relative, String relation, List<String> beans, String fix) {
        return new InvalidLeaderOnlyException(List.of(new Refusal(
                "The %s context '%s' has no gate: its beans %s, marked as @LeaderOnly, would run on every instance."
                        .formatted(relation, relative.getDisplayName(), beans),
                fix)));
    }

    private static boolean hasGate(ConfigurableListableBeanFactory beans) {
        return beans.getBeanNamesForType(LeaderOnlyValidation.class, true, false).length > 0;
    }

    @Override
    public boolean supportsAsyncExecution() {
        return false;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    private List<String> leadersOwn(ConfigurableListableBeanFactory beans) {
        List<String> own = new ArrayList<>();
        for (Iterator<String> names = beans.getBeanNamesIterator(); names.hasNext(); ) {
            String name = names.next();
            Class<?> type = BeanTypes.of(beans, name);
            if (type != null && isLeaders(type)) {
                own.add(name);
            }
        }
        return own;
    }
}
