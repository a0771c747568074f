package io.leaderelection.spring;

import io.leaderelection.elector.system.ElectorThreads;
import io.leaderelection.status.ElectionMonitor;
import io.leaderelection.status.Measurement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.function.SingletonSupplier;

/**
 * Passes measurements from the elector's thread to the monitors on a thread of their own. A monitor that hangs loses
 * measurements and delays no election. The monitors are made at the first measurement, because they may need elections.
 */
public final class AsyncElectionMonitor implements ElectionMonitor {

    /** Limit on the measurements that wait; further ones are dropped. */
    static final int MOST = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(AsyncElectionMonitor.class);

    private final SingletonSupplier<List<ElectionMonitor>> monitors;
    private final Executor thread;

    /** Classes of monitors that have failed. Each failure is logged once, since it may recur at every measurement. */
    private final Set<Class<?>> failed = ConcurrentHashMap.newKeySet();

    private AsyncElectionMonitor(ObjectProvider<ElectionMonitor> monitors, Executor thread) {
        this.monitors = SingletonSupplier.of(() -> monitors.orderedStream().toList());
        this.thread = thread;
    }

    /** Passes measurements to all monitors among these beans; if there are none, needs no thread. */
    public static ElectionMonitor of(ListableBeanFactory beans, ElectorThreads threads) {
        return beans.getBeanNamesForType(ElectionMonitor.class).length == 0
                ? NONE
                : new AsyncElectionMonitor(
                        beans.getBeanProvider(ElectionMonitor.class), threads.bounded("leader-election-monitor", MOST));
    }

    @Override
    public void measured(String election, Measurement measurement) {
        try {
            thread.execute(() -> monitors.obtain().forEach(monitor -> measured(monitor, election, measurement)));
        } catch (RejectedExecutionException tooMany) {
            LOG.debug("Election '{}': {} is dropped, too many measurements wait", election, measurement);
        }
    }

    private void measured(ElectionMonitor monitor, String election, Measurement measurement) {
        try {
            monitor.measured(election, measurement);
        } catch (Throwable failure) {
            if (failed.add(monitor.getClass())) {
                LOG.warn("Election '{}': a monitor failed at {}; told once", election, measurement, failure);
            }
        }
    }
}
