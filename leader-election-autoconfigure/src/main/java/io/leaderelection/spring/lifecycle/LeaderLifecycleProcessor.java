package io.leaderelection.spring.lifecycle;

import java.util.Map;
import org.springframework.context.Lifecycle;
import org.springframework.context.support.DefaultLifecycleProcessor;

/**
 * Starts and stops the lifecycles of a context, except those of the leader: only leadership starts them, whether the context
 * is refreshed, started or restarted. An application with a lifecycle processor of its own extends this one.
 *
 * <p>Spring asks nobody else which lifecycles to start: a lifecycle itself can refuse by {@code isAutoStartup}, but not at a
 * restart, and not if it is a plain {@code Lifecycle} or of a class of somebody else's.
 */
public class LeaderLifecycleProcessor extends DefaultLifecycleProcessor {

    private final LeaderLifecycles lifecycles;

    /**
     * @param lifecycles the leader's
     */
    public LeaderLifecycleProcessor(LeaderLifecycles lifecycles) {
        this.lifecycles = lifecycles;
    }

    @Override
    public void onRefresh() {
        lifecycles.startWith(super::onRefresh);
    }

    @Override
    public void start() {
        lifecycles.startWith(super::start);
    }

    @Override
    public void onRestart() {
        lifecycles.startWith(super::onRestart);
    }

    @Override
    protected Map<String, Lifecycle> getLifecycleBeans() {
        return lifecycles.guard(super.getLifecycleBeans());
    }
}
