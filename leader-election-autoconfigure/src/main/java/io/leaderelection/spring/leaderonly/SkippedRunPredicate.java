package io.leaderelection.spring.leaderonly;

import io.leaderelection.Otherwise;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationPredicate;
import java.lang.reflect.Method;
import org.springframework.scheduling.support.ScheduledTaskObservationContext;

/**
 * Observes no scheduled run that the gate will leave out, which would be counted as a success. A run that is left out
 * since leadership ended in this very moment, or another run began, still is.
 */
public final class SkippedRunPredicate implements ObservationPredicate {

    private final GateRules rules;
    private final ElectionLookup elections;
    private final RunsInProgress runs;
    private final ScheduledBeans scheduled;
    private final ProxiedClasses proxied;

    /**
     * @param rules says what is gated
     * @param elections finds the elections that methods name
     * @param runs runs that others must not overlap
     * @param scheduled beans that such runs may be for
     * @param proxied knows the classes of beans behind proxies
     */
    public SkippedRunPredicate(
            GateRules rules,
            ElectionLookup elections,
            RunsInProgress runs,
            ScheduledBeans scheduled,
            ProxiedClasses proxied) {
        this.rules = rules;
        this.elections = elections;
        this.runs = runs;
        this.scheduled = scheduled;
        this.proxied = proxied;
    }

    @Override
    public boolean test(String name, Observation.Context context) {
        return !(context instanceof ScheduledTaskObservationContext task) || isObserved(task);
    }

    private boolean isObserved(ScheduledTaskObservationContext task) {
        return proxied.behind(task.getTargetClass()).stream().anyMatch(type -> isObserved(task.getMethod(), type));
    }

    private boolean isObserved(Method method, Class<?> type) {
        return rules.find(method, type)
                .map(rule -> !isSkipped(rule) && !isOverlapping(rule, method, type))
                .orElse(true);
    }

    /** A run that is refused by an exception fails, and is observed as that. */
    private boolean isSkipped(GateRule rule) {
        return rule.otherwise() != Otherwise.THROW
                && !elections.named(rule.election()).isLeader();
    }

    private boolean isOverlapping(GateRule rule, Method method, Class<?> type) {
        return rule.runOnGrant()
                && runs.isEachBusyWith(
                        RunsInProgress.Work.of(method, type),
                        scheduled.now().stream()
                                .map(ScheduledBeans::target)
                                .filter(type::isInstance)
                                .toList());
    }
}
