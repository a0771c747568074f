package io.leaderelection.spring.lifecycle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/** The order in which an election's lifecycles are started: by phase, but each after those that it depends on. */
final class StartOrder {

    private final Map<String, LeaderLifecycle> lifecycles;
    private final ConfigurableBeanFactory beans;
    private final Set<LeaderLifecycle> ordered = new LinkedHashSet<>();

    private StartOrder(Map<String, LeaderLifecycle> lifecycles, ConfigurableBeanFactory beans) {
        this.lifecycles = lifecycles;
        this.beans = beans;
    }

    /**
     * The lifecycles of an election in this order, which is that of a context.
     *
     * @param lifecycles those of all elections, by name
     * @param beans knows what depends on what
     */
    static List<LeaderLifecycle> of(
            String election, Map<String, LeaderLifecycle> lifecycles, ConfigurableBeanFactory beans) {
        StartOrder order = new StartOrder(lifecycles, beans);
        lifecycles.values().stream()
                .filter(lifecycle -> lifecycle.election().equals(election))
                .sorted(Comparator.comparingInt(LeaderLifecycle::getPhase))
                .forEach(lifecycle -> order.addAfterDependencies(lifecycle, new LinkedHashSet<>()));
        return new ArrayList<>(order.ordered);
    }

    /**
     * @param path those whose dependencies are being looked at, so that a circle has an end
     */
    private void addAfterDependencies(LeaderLifecycle lifecycle, Set<LeaderLifecycle> path) {
        if (!path.add(lifecycle)) {
            return;
        }
        for (String dependency : beans.getDependenciesForBean(lifecycle.name())) {
            @Nullable LeaderLifecycle other = lifecycles.get(dependency);
            if (other != null && other.election().equals(lifecycle.election())) {
                addAfterDependencies(other, path);
            }
        }
        ordered.add(lifecycle);
    }
}
