package io.leaderelection.elector;

import io.leaderelection.GatedCallListener;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.status.ElectionMonitor;
import io.leaderelection.status.ElectionStatus;
import io.leaderelection.status.ElectionStatus.Mode;
import io.leaderelection.status.Timings;
import java.time.Duration;

/**
 * An election that is switched off: this instance leads from its start to its stop, without a lease and without a fencing
 * token, or never does. In all else it is a {@link LeaseLeaderElection} like any other, over a lease on paper: the same drain, the
 * same order of events on the same threads, the same bounds. It leads when {@link #start} returns, since nobody has to be
 * asked.
 */
public final class UncontestedElection extends LeaseLeaderElection {

    /** Nothing happens by itself within this time, so that no thread waits for it. */
    private static final Duration FOR_EVER = Duration.ofDays(365);

    /**
     * @param settings the timings of its leases have no meaning here
     * @param ports its timers are needed for the drain timeout only
     * @param listener told of terms
     * @param calls told of calls at the gate
     * @param leads whether this instance leads
     */
    public UncontestedElection(
            ElectionSettings settings,
            Ports ports,
            LeadershipListener listener,
            GatedCallListener calls,
            boolean leads) {
        this(endless(settings, leads), new CallersThread(ports.scheduler(), FOR_EVER), ports, listener, calls);
    }

    /** There is no next leader: threads are made when they are needed, and none waits for an end. */
    private UncontestedElection(
            ElectionSettings settings,
            CallersThread scheduler,
            Ports ports,
            LeadershipListener listener,
            GatedCallListener calls) {
        super(
                settings,
                new PaperStore(scheduler::execute),
                new Ports(
                        ports.clock(),
                        scheduler,
                        ports.randomness(),
                        ports.events()::execute,
                        ports.tasks()::start,
                        ports.process()),
                listener,
                calls,
                ElectionMonitor.NONE,
                new PaperRules(),
                ElectionLog.uncontested(settings, ports.clock()));
    }

    private static ElectionSettings endless(ElectionSettings settings, boolean leads) {
        Duration lease = FOR_EVER.multipliedBy(20);
        return new ElectionSettings(
                settings.name(),
                settings.identity(),
                settings.advertised(),
                Timings.of(lease, FOR_EVER.multipliedBy(12), settings.timings().retryPeriod())
                        .withDrainTimeout(settings.drainTimeout()),
                leads,
                true,
                0,
                Duration.ZERO,
                lease,
                RevisionGrace.NONE);
    }

    /** Does nothing but check the pause: there is nobody to step down for. */
    @Override
    public void resign(Duration pause) {
        requireNotNegative(pause);
    }

    /** Asks nobody: there is no store. */
    @Override
    public void verify() {
        requireLeader();
    }

    @Override
    public ElectionStatus status() {
        ElectionStatus held = super.status();
        return new StatusSnapshot(
                held.leadership(),
                held.leading(),
                Mode.FIXED,
                null,
                null,
                null,
                null,
                held.runningCalls(),
                held.deadWorkers(),
                held.overdueWork(),
                held.transitions(),
                held.electorSilence(),
                held.standbys(),
                held.problem());
    }

    /** Nobody waits for this instance to take over. */
    @Override
    void rehearse() {}

    /** What is on paper keeps nobody waiting, may be asked at any time, and proves nothing to anybody else. */
    private static final class PaperRules extends TakeoverRules {

        @Override
        RequestRateLimiter rateLimiter(Timings timings) {
            return new RequestRateLimiter(Duration.ZERO);
        }

        @Override
        long waitNanos(LeaseRecord record, Timings timings, Duration longestWait) {
            return 0;
        }

        @Override
        long nextToken(StoredLease lease, long highestKnown, long floor) {
            return 0;
        }
    }
}
