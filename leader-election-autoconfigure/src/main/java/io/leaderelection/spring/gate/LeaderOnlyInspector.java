package io.leaderelection.spring.gate;

import java.util.List;
import org.springframework.aop.config.AopConfigUtils;
import org.springframework.aop.framework.ProxyConfig;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.util.ClassUtils;

/**
 * Refuses {@link io.leaderelection.LeaderOnly} where it cannot be before the bean is made, since a proxy that cannot be
 * made, or a task that cannot be scheduled, would be reported without saying why.
 */
public final class LeaderOnlyInspector implements MergedBeanDefinitionPostProcessor {

    private final GateRules rules;
    private final ConfigurableListableBeanFactory beans;

    /**
     * @param rules says what is gated
     * @param beans the beans that are inspected
     */
    public LeaderOnlyInspector(GateRules rules, ConfigurableListableBeanFactory beans) {
        this.rules = rules;
        this.beans = beans;
    }

    /**
     * Looks at the class of a bean.
     *
     * @throws InvalidLeaderOnlyException if something is wrong with it
     */
    @Override
    public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> type, String name) {
        List<Refusal> refusals = inspect(name, type);
        if (!refusals.isEmpty()) {
            throw new InvalidLeaderOnlyException(refusals);
        }
    }

    /** What is wrong with the class of a bean. */
    List<Refusal> inspect(String name, Class<?> type) {
        return rules.anywhereIn(type)
                ? new BeanInspection(name, type, proxiesClass(name, type), rules).refusals()
                : List.of();
    }

    /** Whether the proxy of a bean extends its class. */
    private boolean proxiesClass(String name, Class<?> type) {
        ProxyConfig creator = beans.getBean(AopConfigUtils.AUTO_PROXY_CREATOR_BEAN_NAME, ProxyConfig.class);
        return creator.isProxyTargetClass()
                || ClassUtils.getAllInterfacesForClass(type).length == 0
                || (beans.containsBeanDefinition(name) && AutoProxyUtils.shouldProxyTargetClass(beans, name));
    }
}
