package io.leaderelection.spring.lifecycle;

import org.springframework.aop.support.AopUtils;
import org.springframework.context.Lifecycle;

/**
 * Refuses one of the leader's lifecycles that somebody else has started while the context was made: an {@code initMethod},
 * the constructor or a bean that needs it. It would run on every instance.
 */
final class EarlyStart {

    private EarlyStart() {}

    /**
     * Looks at a lifecycle before its context starts any.
     *
     * @throws InvalidLifecycleException if it runs
     */
    static void refuse(String name, Lifecycle lifecycle) {
        if (runs(lifecycle)) {
            throw new InvalidLifecycleException(
                    "Lifecycle '%s' of type %s is the leader's, but runs already, whoever leads: it was started while the beans were made."
                            .formatted(name, AopUtils.getTargetClass(lifecycle).getName()),
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
