package io.leaderelection.spring.leaderonly;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationRegistry;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.ScheduledTaskObservationContext;

/** Gives runs of schedules that a gate has skipped the outcome SKIPPED when they are observed, instead of SUCCESS. */
public final class SkippedRuns implements ObservationFilter {

    private static final KeyValue OUTCOME = KeyValue.of("outcome", "SKIPPED");

    /** All registries know the observation of the current thread. */
    private static final ObservationRegistry CURRENT = ObservationRegistry.create();

    /** Marks the run that the current thread observes, if it is one of this method. */
    static void markCurrent(Method method) {
        mark(CURRENT.getCurrentObservation(), method);
    }

    /** Marks the run that is observed, if it is one of this method. */
    static void mark(@Nullable Observation observation, Method method) {
        if (observation != null
                && observation.getContext() instanceof ScheduledTaskObservationContext run
                && run.getMethod().equals(method)) {
            run.put(SkippedRuns.class, true);
        }
    }

    @Override
    public Observation.Context map(Observation.Context context) {
        return context.containsKey(SkippedRuns.class) ? context.addLowCardinalityKeyValue(OUTCOME) : context;
    }
}
