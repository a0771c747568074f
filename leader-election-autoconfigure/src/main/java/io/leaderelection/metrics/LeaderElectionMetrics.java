package io.leaderelection.metrics;

import io.leaderelection.GatedCallListener;
import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElections;
import io.leaderelection.status.ElectionMonitor;
import io.leaderelection.status.Measurement;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The meters of all elections, in each registry that they are bound to, with the tag {@code name} of the election:
 *
 * <ul>
 *   <li>{@code leader.election.is.leader} and {@code leader.election.master.status}: 1 on the leader, else 0
 *   <li>{@code leader.election.time.left}: seconds that the term holds without a further renewal
 *   <li>{@code leader.election.transitions}: grants and revocations of this instance
 *   <li>{@code leader.election.leadership.duration}: ended terms
 *   <li>{@code leader.election.renewal}, {@code leader.election.takeover}, {@code leader.election.drain}: how long they took
 *   <li>{@code leader.election.slowpath}: renewals that needed a read-back
 *   <li>{@code leader.election.error}: requests without a proper answer, by {@code kind}
 *   <li>{@code leader.election.watch.restarts}: interruptions of the watch
 *   <li>{@code leader.election.calls}: calls at the gate, by {@code outcome}
 * </ul>
 *
 * Calls are not told apart by their names: a class of its own for each caller of {@code runIfLeader} has no bound.
 */
public final class LeaderElectionMetrics implements MeterBinder, GatedCallListener, ElectionMonitor {

    private static final ElectionMeters[] NONE = {};

    private final Supplier<LeaderElections> elections;

    /** By election, the meters of each registry. Replaced as a whole. */
    private volatile Map<String, ElectionMeters[]> meters = Map.of();

    /**
     * @param elections the elections; asked for when the meters are bound
     */
    public LeaderElectionMetrics(Supplier<LeaderElections> elections) {
        this.elections = elections;
    }

    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        Map<String, ElectionMeters[]> more = new HashMap<>();
        for (LeaderElection election : elections.get().all()) {
            ElectionMeters[] before = meters.getOrDefault(election.name(), NONE);
            ElectionMeters[] after = Arrays.copyOf(before, before.length + 1);
            after[before.length] = new ElectionMeters(registry, election);
            more.put(election.name(), after);
        }
        meters = Map.copyOf(more);
    }

    @Override
    public void call(String election, String call, Outcome outcome) {
        for (ElectionMeters each : meters.getOrDefault(election, NONE)) {
            each.count(outcome);
        }
    }

    @Override
    public void measured(String election, Measurement measurement) {
        for (ElectionMeters each : meters.getOrDefault(election, NONE)) {
            each.measured(measurement);
        }
    }
}
