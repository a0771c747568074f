package io.leaderelection.spring.leaderonly;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.Ordered;
import org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor;

/**
 * The gated beans whose methods Spring schedules. It keeps none of them alive, and asks Spring each time whether a bean is
 * scheduled. It sees beans after all other post-processors, as Spring's own scheduling does. Any thread.
 *
 * <p>When a scope ends, it destroys the object behind the gate. Spring's schedules know only the proxy and would run for
 * ever, so they are told here.
 */
public final class ScheduledBeans
        implements DestructionAwareBeanPostProcessor, MergedBeanDefinitionPostProcessor, Ordered {

    private final LeaderOnlyAttributeSource attributes;
    private final ConfigurableListableBeanFactory beans;
    private final List<WeakReference<Object>> known = new CopyOnWriteArrayList<>();

    /**
     * @param attributes says what is gated
     * @param beans where Spring's schedules are
     */
    public ScheduledBeans(LeaderOnlyAttributeSource attributes, ConfigurableListableBeanFactory beans) {
        this.attributes = attributes;
        this.beans = beans;
    }

    @Override
    public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> type, String name) {
        // Only to be among the processors that see beans last.
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (!(bean instanceof AopInfrastructureBean) && attributes.isGated(AopProxyUtils.ultimateTargetClass(bean))) {
            known.removeIf(reference -> reference.refersTo(null));
            known.add(new WeakReference<>(bean));
        }
        return bean;
    }

    @Override
    public boolean requiresDestruction(Object target) {
        return attributes.isGated(target.getClass());
    }

    @Override
    public void postProcessBeforeDestruction(Object target, String name) {
        for (WeakReference<Object> reference : known) {
            Object bean = reference.get();
            if (bean != null && target(bean) == target) {
                known.remove(reference);
                schedules().forEach(schedule -> schedule.postProcessBeforeDestruction(bean, name));
            }
        }
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    /** Those that Spring's schedules call now. */
    List<Object> now() {
        List<ScheduledAnnotationBeanPostProcessor> schedules = schedules().toList();
        return known.stream()
                .map(WeakReference::get)
                .filter(Objects::nonNull)
                .filter(bean -> schedules.stream().anyMatch(schedule -> schedule.requiresDestruction(bean)))
                .toList();
    }

    /** None before they have been made, nor after their end. */
    private Stream<ScheduledAnnotationBeanPostProcessor> schedules() {
        return Stream.of(beans.getBeanNamesForType(ScheduledAnnotationBeanPostProcessor.class, true, false))
                .map(beans::getSingleton)
                .filter(ScheduledAnnotationBeanPostProcessor.class::isInstance)
                .map(ScheduledAnnotationBeanPostProcessor.class::cast);
    }

    /** The object behind all proxies of a bean. */
    static Object target(Object bean) {
        Object target = bean;
        for (@Nullable Object next = bean; next != null; next = AopProxyUtils.getSingletonTarget(next)) {
            target = next;
        }
        return target;
    }
}
