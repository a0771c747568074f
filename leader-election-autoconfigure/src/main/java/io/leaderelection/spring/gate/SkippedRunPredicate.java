package io.leaderelection.spring.gate;

import io.leaderelection.Otherwise;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationPredicate;
import org.springframework.scheduling.support.ScheduledTaskObservationContext;

/**
 * Observes no scheduled run that the gate will leave out, which would be counted as a success. A run that is left out
 * since leadership ended in this very moment still is.
 */
public final class SkippedRunPredicate implements ObservationPredicate {

    private final GateRules rules;
    private final ElectionLookup elections;

    /**
     * @param rules says what is gated
     * @param elections finds the elections that methods name
     */
    public SkippedRunPredicate(GateRules rules, ElectionLookup elections) {
        this.rules = rules;
        this.elections = elections;
    }

    @Override
    public boolean test(String name, Observation.Context context) {
        return !(context instanceof ScheduledTaskObservationContext task) || isObserved(task);
    }

    /** A run that is refused by an exception fails, and is observed as that. */
    private boolean isObserved(ScheduledTaskObservationContext task) {
        return rules.find(task.getMethod(), task.getTargetClass())
                .filter(rule -> rule.otherwise() != Otherwise.THROW)
                .map(rule -> elections.named(rule.election()).isLeader())
                .orElse(true);
    }
}
