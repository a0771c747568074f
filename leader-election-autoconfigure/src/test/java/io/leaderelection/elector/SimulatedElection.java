package io.leaderelection.elector;

import io.leaderelection.GatedCallListener;
import io.leaderelection.gate.Term;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.status.ElectionMonitor;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Opens the product's election to the simulation: its term and its state. */
public final class SimulatedElection {

    static {
        // Played once in a JVM: it would belong to the story of one schedule, and to no other's.
        Rehearsal.once(Scene.SETTINGS, VirtualScheduler::runAtOnce);
    }

    private final LeaseLeaderElection election;

    /**
     * Makes the product's election.
     *
     * @param rehearsals how often its takeover is rehearsed, if its store can do that
     */
    public SimulatedElection(
            ElectionSettings settings,
            LeaseStore store,
            Ports ports,
            LeadershipListener listener,
            GatedCallListener calls,
            ElectionMonitor monitor,
            Duration rehearsals) {
        this.election = new LeaseLeaderElection(
                settings,
                store,
                ports,
                listener,
                calls,
                monitor,
                new TakeoverRules() {
                    @Override
                    Duration rehearsalPeriod() {
                        return rehearsals;
                    }
                },
                new ElectionLog(settings, store.describe(), ports.clock()));
    }

    /** The election itself. */
    public LeaseLeaderElection election() {
        return election;
    }

    /** Has something done as soon as the elector's thread has come to all that the instance was told before. */
    public void afterwards(Runnable task) {
        election.executor.execute(task);
    }

    /** Its latest term. */
    public @Nullable Term term() {
        return election.term();
    }

    /** What it is doing. */
    public State state() {
        return election.state();
    }
}
