package io.leaderelection.spring.leaderonly;

import io.leaderelection.LeadershipGrantedEvent;
import io.micrometer.observation.ObservationRegistry;
import java.lang.reflect.Method;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.context.ApplicationListener;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.annotation.RepeatableContainers;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.config.TaskSchedulerRouter;
import org.springframework.scheduling.support.ScheduledMethodRunnable;

/**
 * Runs scheduled methods with {@code runOnGrant} once when leadership is granted. They run through their gates and on their
 * own schedulers, so that nobody waits for them. A method that Spring does not schedule at that moment is not run.
 */
public final class RunOnGrantProcessor implements ApplicationListener<LeadershipGrantedEvent>, DisposableBean {

    private final LeaderOnlyAttributeSource attributes;
    private final LeaderElectionResolver elections;
    private final ScheduledBeans scheduled;
    private final ConfigurableBeanFactory beans;
    private final TaskSchedulerRouter schedulers = new TaskSchedulerRouter();

    /**
     * @param attributes says which methods have {@code runOnGrant}
     * @param elections finds the elections that methods name
     * @param scheduled the beans that have such methods
     * @param beans where the schedulers are
     */
    public RunOnGrantProcessor(
            LeaderOnlyAttributeSource attributes,
            LeaderElectionResolver elections,
            ScheduledBeans scheduled,
            ConfigurableBeanFactory beans) {
        this.attributes = attributes;
        this.elections = elections;
        this.scheduled = scheduled;
        this.beans = beans;
        schedulers.setBeanFactory(beans);
    }

    @Override
    public void onApplicationEvent(LeadershipGrantedEvent event) {
        for (Object bean : scheduled.now()) {
            Class<?> type = AopProxyUtils.ultimateTargetClass(bean);
            for (Method method : BeanMethods.of(type)) {
                if (attributes
                        .find(method, type)
                        .filter(LeaderOnlyAttribute::runOnGrant)
                        .filter(attribute -> isOf(attribute, event))
                        .isPresent()) {
                    run(bean, method);
                }
            }
        }
    }

    private boolean isOf(LeaderOnlyAttribute attribute, LeadershipGrantedEvent granted) {
        return elections.named(attribute.election()).name().equals(granted.getElectionName());
    }

    @Override
    public boolean supportsAsyncExecution() {
        return false;
    }

    @Override
    public void destroy() {
        schedulers.destroy();
    }

    /** Of several schedules of one method the first that is not switched off tells its scheduler. */
    private void run(Object bean, Method method) {
        MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY, RepeatableContainers.standardRepeatables())
                .stream(Scheduled.class)
                .filter(schedule -> !Scheduled.CRON_DISABLED.equals(resolved(schedule, "cron")))
                .findFirst()
                .ifPresent(schedule -> schedulers.schedule(
                        new ScheduledMethodRunnable(
                                bean,
                                AopUtils.selectInvocableMethod(method, bean.getClass()),
                                resolved(schedule, "scheduler"),
                                this::observations),
                        Instant.now()));
    }

    private @Nullable String resolved(MergedAnnotation<Scheduled> schedule, String attribute) {
        return new EmbeddedValueResolver(beans).resolveStringValue(schedule.getString(attribute));
    }

    private ObservationRegistry observations() {
        return beans.getBeanProvider(ObservationRegistry.class).getIfUnique(() -> ObservationRegistry.NOOP);
    }
}
