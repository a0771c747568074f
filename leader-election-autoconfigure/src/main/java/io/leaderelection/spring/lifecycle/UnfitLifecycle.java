package io.leaderelection.spring.lifecycle;

import java.util.Map;
import org.springframework.aop.support.AopUtils;
import org.springframework.context.Lifecycle;

/** A lifecycle that cannot be the leader's: it runs before leadership is granted, or its work goes on after its stop. */
final class UnfitLifecycle {

    /** The fix, by the name of a class whose stop does not wait. The libraries are optional. */
    private static final Map<String, String> UNAWAITED = Map.of(
            "org.springframework.scheduling.quartz.SchedulerFactoryBean",
            "Let Quartz's scheduler run everywhere, and mark the classes of the jobs that are the leader's with @LeaderOnly.");

    private UnfitLifecycle() {}

    /**
     * Looks at a lifecycle before its context starts any.
     *
     * @throws InvalidLifecycleException if the lifecycle cannot be the leader's
     */
    static void refuse(String name, Lifecycle lifecycle) {
        Class<?> type = AopUtils.getTargetClass(lifecycle);
        for (Class<?> kind = type; kind != null; kind = kind.getSuperclass()) {
            String fix = UNAWAITED.get(kind.getName());
            if (fix != null) {
                throw new InvalidLifecycleException(
                        "Lifecycle '%s' of type %s cannot be the leader's: it stops without waiting for the jobs that are running, which would go on beside the next leader."
                                .formatted(name, type.getName()),
                        fix);
            }
        }
        if (runs(lifecycle)) {
            throw new InvalidLifecycleException(
                    "Lifecycle '%s' of type %s is the leader's, but runs already, whoever leads: it was started while the beans were made."
                            .formatted(name, type.getName()),
                    "Leave its start to leadership: remove initMethod=\"start\", and calls of start() in constructors and in other beans.");
        }
    }

    private static boolean runs(Lifecycle lifecycle) {
        try {
            return lifecycle.isRunning();
        } catch (RuntimeException unknown) {
            return false;
        }
    }
}
