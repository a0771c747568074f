package io.leaderelection.spring.lifecycle;

import java.util.Map;
import org.springframework.aop.support.AopUtils;
import org.springframework.context.Lifecycle;

/**
 * Kinds of lifecycles whose stop returns while their work goes on, so that the next leader would begin beside it. Known by
 * name: their libraries are optional.
 */
final class UnawaitedStop {

    /** The fix, by the name of the class. */
    private static final Map<String, String> KINDS = Map.of(
            "org.springframework.scheduling.quartz.SchedulerFactoryBean",
            "Let Quartz's scheduler run everywhere, and mark the classes of the jobs that are the leader's with @LeaderOnly.");

    private UnawaitedStop() {}

    /**
     * Refuses such a lifecycle.
     *
     * @throws InvalidLifecycleException if it is of one of these kinds
     */
    static void refuse(String name, Lifecycle lifecycle) {
        Class<?> type = AopUtils.getTargetClass(lifecycle);
        for (Class<?> kind = type; kind != null; kind = kind.getSuperclass()) {
            String fix = KINDS.get(kind.getName());
            if (fix != null) {
                throw new InvalidLifecycleException(
                        "Lifecycle '%s' of type %s cannot be the leader's: it stops without waiting for the jobs that are running, which would go on beside the next leader."
                                .formatted(name, type.getName()),
                        fix);
            }
        }
    }
}
