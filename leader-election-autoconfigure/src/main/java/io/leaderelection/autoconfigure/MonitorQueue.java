package io.leaderelection.autoconfigure;

import io.leaderelection.elector.system.ElectorThreads;
import io.leaderelection.status.ElectionMonitor;
import io.leaderelection.status.Measurement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Hands measurements over from the elector's thread to monitors on a thread of their own: one that hangs loses
 * measurements, and delays no election.
 */
final class MonitorQueue implements ElectionMonitor {

    /** Most measurements that wait. */
    static final int MOST = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(MonitorQueue.class);

    private final ObjectProvider<ElectionMonitor> monitors;
    private final Executor thread;

    /** Classes of those that have failed: each is told of once, for it may fail at every measurement. */
    private final Set<Class<?>> failed = ConcurrentHashMap.newKeySet();

    /** Only of the thread. */
    private @Nullable List<ElectionMonitor> made;

    private MonitorQueue(ObjectProvider<ElectionMonitor> monitors, Executor thread) {
        this.monitors = monitors;
        this.thread = thread;
    }

    /**
     * What electors tell, so that these monitors hear it; without a thread where there is nobody to hear it. They are made
     * at the first measurement, so that they may need the elections themselves.
     *
     * @param names the names of their beans
     */
    static ElectionMonitor before(String[] names, ObjectProvider<ElectionMonitor> monitors, ElectorThreads threads) {
        return names.length == 0 ? NONE : new MonitorQueue(monitors, threads.bounded("leader-election-monitor", MOST));
    }

    @Override
    public void measured(String election, Measurement measurement) {
        thread.execute(() -> made().forEach(monitor -> tell(monitor, election, measurement)));
    }

    private List<ElectionMonitor> made() {
        if (made == null) {
            made = monitors.orderedStream().toList();
        }
        return made;
    }

    private void tell(ElectionMonitor monitor, String election, Measurement measurement) {
        try {
            monitor.measured(election, measurement);
        } catch (Throwable failure) {
            if (failed.add(monitor.getClass())) {
                LOG.warn("Election '{}': a monitor failed at {}; told once", election, measurement, failure);
            }
        }
    }
}
