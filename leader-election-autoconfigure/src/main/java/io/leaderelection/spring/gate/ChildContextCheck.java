package io.leaderelection.spring.gate;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.Ordered;

/**
 * Refuses a child context that has something of the leader's and no gate: it would run on every instance. A child that
 * Spring Boot starts has been given its gate; of others a parent hears only when they have been refreshed, and they fail
 * then.
 */
public final class ChildContextCheck implements ApplicationListener<ContextRefreshedEvent>, Ordered {

    private final GateRules rules;
    private final Class<?> registration;
    private final Class<?> gate;
    private final ApplicationContext context;

    /**
     * @param rules says what is the leader's
     * @param registration a kind of bean that names what is the leader's
     * @param gate the configuration that a child needs
     * @param context the context whose children are looked at
     */
    public ChildContextCheck(GateRules rules, Class<?> registration, Class<?> gate, ApplicationContext context) {
        this.rules = rules;
        this.registration = registration;
        this.gate = gate;
        this.context = context;
    }

    /**
     * Looks at a child.
     *
     * @throws InvalidLeaderOnlyException if anything of it is the leader's and not gated
     */
    @Override
    public void onApplicationEvent(ContextRefreshedEvent event) {
        if (event.getApplicationContext() != context
                && event.getApplicationContext() instanceof ConfigurableApplicationContext child
                && child.getBeanFactory().getBeanNamesForType(LeaderOnlyValidation.class, true, false).length == 0) {
            List<String> ungated = leadersOwn(child.getBeanFactory());
            if (!ungated.isEmpty()) {
                throw new InvalidLeaderOnlyException(List.of(new Refusal(
                        "The child context '%s' has no gate: its beans %s, marked as @LeaderOnly, would run on every instance."
                                .formatted(child.getDisplayName(), ungated),
                        "Register %s in the child before it is refreshed, or let SpringApplicationBuilder start it."
                                .formatted(gate.getName()))));
            }
        }
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
            Class<?> type = type(beans, name);
            if (type != null && (rules.anywhereIn(type) || registration.isAssignableFrom(type))) {
                own.add(name);
            }
        }
        return own;
    }

    private static @Nullable Class<?> type(ConfigurableListableBeanFactory beans, String name) {
        Object made = beans.getSingleton(name);
        if (made != null && !(made instanceof FactoryBean<?>)) {
            return AopProxyUtils.ultimateTargetClass(made);
        }
        try {
            return beans.getType(name, false);
        } catch (BeansException | LinkageError unknown) {
            return null;
        }
    }
}
