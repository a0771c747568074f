package io.leaderelection.spring.leaderonly;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.config.AopConfigUtils;
import org.springframework.aop.framework.ProxyConfig;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.util.ClassUtils;

/**
 * Refuses {@link io.leaderelection.LeaderOnly} where it cannot be before the bean is made, since a proxy that cannot be
 * made, or a task that cannot be scheduled, would be reported without saying why; and products of factories that have no
 * gate, whenever they are made. Post-processors of merged definitions come last, so that it also sees to it that the gate
 * is where it should be.
 */
public final class LeaderOnlyInspector implements MergedBeanDefinitionPostProcessor {

    private final GateRules rules;
    private final ProxyCheck proxies;
    private final ConfigurableListableBeanFactory beans;

    /**
     * @param rules says what is gated
     * @param beans the beans that are inspected
     */
    public LeaderOnlyInspector(GateRules rules, ConfigurableListableBeanFactory beans) {
        this.rules = rules;
        this.proxies = new ProxyCheck(rules);
        this.beans = beans;
    }

    /**
     * Looks at the class of a bean.
     *
     * @throws InvalidLeaderOnlyException if something is wrong with it
     */
    @Override
    public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> type, String name) {
        refuse(inspect(name, type, definition));
    }

    /**
     * Looks at the object that a bean hands on to its callers, before a bean can do so.
     *
     * @throws InvalidLeaderOnlyException if it is not gated where it should be
     */
    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        Object held = HeldObjects.in(bean);
        if (held != null) {
            refuse(proxies.refusals(name, held.getClass(), held).toList());
        }
        return bean;
    }

    /**
     * Looks at a bean as others will get it.
     *
     * @throws InvalidLeaderOnlyException if it is the product of a factory, and not gated where it should be
     */
    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        GateOrder.restore(bean);
        refuse(
                isProduct(bean, name)
                        ? proxies.refusals(name, bean.getClass(), bean).toList()
                        : List.of());
        return bean;
    }

    private static void refuse(List<Refusal> refusals) {
        if (!refusals.isEmpty()) {
            throw new InvalidLeaderOnlyException(refusals);
        }
    }

    private boolean isProduct(Object bean, String name) {
        return !(bean instanceof FactoryBean<?>) && beans.containsBean(name) && beans.isFactoryBean(name);
    }

    /** What is wrong with the class of a bean, or of the product of a factory. */
    List<Refusal> inspect(String name, Class<?> type) {
        boolean defined = beans.containsBeanDefinition(name) && !beans.isFactoryBean(name);
        return inspect(name, type, defined ? beans.getMergedBeanDefinition(name) : null);
    }

    private List<Refusal> inspect(String name, Class<?> type, @Nullable BeanDefinition definition) {
        if (!rules.anywhereIn(type)) {
            return List.of();
        }
        InspectedBean bean = new InspectedBean(
                name,
                type,
                proxiesClass(name, type),
                new DefinedCallbacks(definition, type),
                new EmbeddedValueResolver(beans));
        return new BeanInspection(bean, rules).refusals();
    }

    /** Whether the proxy of a bean extends its class. */
    private boolean proxiesClass(String name, Class<?> type) {
        ProxyConfig creator = beans.getBean(AopConfigUtils.AUTO_PROXY_CREATOR_BEAN_NAME, ProxyConfig.class);
        return creator.isProxyTargetClass()
                || ClassUtils.getAllInterfacesForClass(type).length == 0
                || (beans.containsBeanDefinition(name) && AutoProxyUtils.shouldProxyTargetClass(beans, name));
    }
}
