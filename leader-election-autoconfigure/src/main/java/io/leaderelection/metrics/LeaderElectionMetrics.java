package io.leaderelection.metrics;

import io.leaderelection.GatedCallListener;
import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElections;
import io.leaderelection.ShardGroup;
import io.leaderelection.status.ElectionMonitor;
import io.leaderelection.status.Measurement;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Arrays;
import java.util.Collection;
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
 * Groups of shards have meters of their own, with the tag {@code name} of the group, and none for a single shard:
 *
 * <ul>
 *   <li>{@code leader.election.shards.owned}: shards that this instance owns
 *   <li>{@code leader.election.shards.unowned}, {@code leader.election.shards.moving}: as far as this instance knows
 *   <li>{@code leader.election.shards.overdue}: calls that keep revoked shards from their next owner
 *   <li>{@code leader.election.shards.members}: members of the group
 *   <li>{@code leader.election.shards.moves}: shards that were granted or revoked, by {@code kind}
 *   <li>{@code leader.election.shards.calls}: calls at the gates of all shards, by {@code outcome}
 * </ul>
 *
 * Calls are not told apart by their names: a class of its own for each caller of {@code runIfLeader} has no bound.
 */
public final class LeaderElectionMetrics implements MeterBinder, GatedCallListener, ElectionMonitor {

    private static final ElectionMeters[] NONE = {};

    private static final GroupMeters[] NO_GROUP = {};

    private final Supplier<LeaderElections> elections;
    private final Supplier<? extends Collection<ShardGroup>> groups;

    /** By election, the meters of each registry. Replaced as a whole. */
    private volatile Map<String, ElectionMeters[]> meters = Map.of();

    /** By group, the meters of each registry. Replaced as a whole. */
    private volatile Map<String, GroupMeters[]> ofGroups = Map.of();

    /**
     * @param elections the elections; asked for when the meters are bound
     * @param groups the groups of shards, likewise
     */
    public LeaderElectionMetrics(
            Supplier<LeaderElections> elections, Supplier<? extends Collection<ShardGroup>> groups) {
        this.elections = elections;
        this.groups = groups;
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
        bindGroups(registry);
    }

    private void bindGroups(MeterRegistry registry) {
        Map<String, GroupMeters[]> more = new HashMap<>();
        for (ShardGroup group : groups.get()) {
            GroupMeters[] before = ofGroups.getOrDefault(group.name(), NO_GROUP);
            GroupMeters[] after = Arrays.copyOf(before, before.length + 1);
            after[before.length] = new GroupMeters(registry, group);
            more.put(group.name(), after);
        }
        ofGroups = Map.copyOf(more);
    }

    @Override
    public void call(String election, String call, Outcome outcome) {
        for (ElectionMeters each : meters.getOrDefault(election, NONE)) {
            each.count(outcome);
        }
        for (GroupMeters each : ofGroups.getOrDefault(election, NO_GROUP)) {
            each.count(outcome);
        }
    }

    @Override
    public void measured(String election, Measurement measurement) {
        for (ElectionMeters each : meters.getOrDefault(election, NONE)) {
            each.measured(measurement);
        }
        for (GroupMeters each : ofGroups.getOrDefault(election, NO_GROUP)) {
            each.measured(measurement);
        }
    }
}
