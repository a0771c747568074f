package io.leaderelection.elector;

import io.leaderelection.GatedCallListener;
import io.leaderelection.gate.Term;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.status.ElectionMonitor;
import org.jspecify.annotations.Nullable;

/** Opens the product's candidate to the simulation: its term and its state. */
public final class SimulatedCandidate {

    static {
        // Played once in a JVM: it would belong to the story of one schedule, and to no other's.
        Rehearsal.once(Scene.SETTINGS, VirtualTimers::runAtOnce);
    }

    private final Candidate candidate;

    /** Makes the product's candidate. */
    public SimulatedCandidate(
            ElectionSettings settings,
            LeaseStore store,
            Ports ports,
            CandidateListener listener,
            GatedCallListener calls,
            ElectionMonitor monitor) {
        this.candidate = new Candidate(
                settings,
                store,
                ports,
                listener,
                calls,
                monitor,
                new TakeoverRules(),
                new ElectionLog(settings, store.describe(), ports.clock()));
    }

    /** The candidate itself. */
    public Candidate candidate() {
        return candidate;
    }

    /** Has something done as soon as the elector's thread has come to all that the candidate was told before. */
    public void afterwards(Runnable task) {
        candidate.inbox.execute(task);
    }

    /** Its latest term. */
    public @Nullable Term term() {
        return candidate.term();
    }

    /** What it is doing. */
    public State state() {
        return candidate.state();
    }
}
