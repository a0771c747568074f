package io.leaderelection.spring.lifecycle;

import java.util.Map;
import org.springframework.context.Lifecycle;
import org.springframework.context.support.DefaultLifecycleProcessor;

/**
 * Starts and stops the lifecycles of a context, but for those of the leader: they are started by leadership alone,
 * whether the context is refreshed, started or restarted. An application with a lifecycle processor of its own extends
 * this one.
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
