package io.leaderelection.spring.gate;

import io.leaderelection.LeadershipGrantedEvent;
import io.micrometer.observation.ObservationRegistry;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.annotation.RepeatableContainers;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.config.TaskSchedulerRouter;
import org.springframework.scheduling.support.ScheduledMethodRunnable;

/**
 * Runs the scheduled methods that ask for it once when leadership is granted: through their gates, by their own
 * schedulers, so that nobody waits for them.
 */
public final class GrantRuns implements BeanPostProcessor, ApplicationListener<LeadershipGrantedEvent>, DisposableBean {

    private final GateRules rules;
    private final ElectionLookup elections;
    private final ConfigurableBeanFactory beans;
    private final TaskSchedulerRouter schedulers = new TaskSchedulerRouter();
    private final RunsInProgress inProgress;
    private final List<Run> runs = new CopyOnWriteArrayList<>();

    /**
     * @param rules says which methods ask for it
     * @param elections finds the elections that methods name
     * @param beans where the schedulers are
     * @param inProgress told which beans have such methods
     */
    public GrantRuns(
            GateRules rules, ElectionLookup elections, ConfigurableBeanFactory beans, RunsInProgress inProgress) {
        this.rules = rules;
        this.elections = elections;
        this.beans = beans;
        this.inProgress = inProgress;
        schedulers.setBeanFactory(beans);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        Class<?> type = AopProxyUtils.ultimateTargetClass(bean);
        if (!(bean instanceof AopInfrastructureBean) && rules.anyFor(type)) {
            BeanMethods.of(type)
                    .forEach(method -> rules.find(method, type)
                            .filter(GateRule::runOnGrant)
                            .ifPresent(rule -> add(rule, bean, method, type)));
        }
        return bean;
    }

    private void add(GateRule rule, Object bean, Method method, Class<?> type) {
        runs.add(new Run(rule.election(), task(bean, method)));
        inProgress.addBeanWith(RunsInProgress.Work.of(method, type));
    }

    @Override
    public void onApplicationEvent(LeadershipGrantedEvent event) {
        runs.stream()
                .filter(run -> elections.named(run.election()).name().equals(event.getElectionName()))
                .forEach(run -> schedulers.schedule(run.task(), Instant.now()));
    }

    @Override
    public boolean supportsAsyncExecution() {
        return false;
    }

    @Override
    public void destroy() {
        schedulers.destroy();
    }

    /** Of several schedules of one method the first tells its scheduler. */
    private Runnable task(Object bean, Method method) {
        MergedAnnotation<Scheduled> scheduled = MergedAnnotations.from(
                        method, SearchStrategy.TYPE_HIERARCHY, RepeatableContainers.standardRepeatables())
                .get(Scheduled.class);
        String scheduler = scheduled.isPresent() ? beans.resolveEmbeddedValue(scheduled.getString("scheduler")) : "";
        return new ScheduledMethodRunnable(
                bean,
                AopUtils.selectInvocableMethod(method, bean.getClass()),
                scheduler,
                () -> beans.getBeanProvider(ObservationRegistry.class).getIfUnique(() -> ObservationRegistry.NOOP));
    }

    /**
     * @param election name of the election as written
     * @param task runs the method through its gate
     */
    private record Run(String election, Runnable task) {}
}
