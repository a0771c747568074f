package io.leaderelection.autoconfigure;

import io.leaderelection.elector.system.ElectorThreads;
import io.leaderelection.status.ElectionMonitor;
import io.leaderelection.status.Measurement;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands measurements over from the elector's thread to monitors on a thread of their own: one that hangs loses
 * measurements, and delays no election.
 */
final class MonitorQueue implements ElectionMonitor {

    /** Most measurements that wait. */
    static final int MOST = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(MonitorQueue.class);

    private final List<ElectionMonitor> monitors;
    private final Executor thread;

    private MonitorQueue(List<ElectionMonitor> monitors, Executor thread) {
        this.monitors = monitors;
        this.thread = thread;
    }

    /** What electors tell, so that these monitors hear it; without a thread where there is nobody to hear it. */
    static ElectionMonitor before(List<ElectionMonitor> monitors, ElectorThreads threads) {
        return monitors.isEmpty() ? NONE : new MonitorQueue(monitors, threads.bounded("leader-election-monitor", MOST));
    }

    @Override
    public void measured(String election, Measurement measurement) {
        thread.execute(() -> monitors.forEach(monitor -> tell(monitor, election, measurement)));
    }

    private static void tell(ElectionMonitor monitor, String election, Measurement measurement) {
        try {
            monitor.measured(election, measurement);
        } catch (RuntimeException | Error failure) {
            LOG.warn("Election '{}': a monitor failed at {}", election, measurement, failure);
        }
    }
}
