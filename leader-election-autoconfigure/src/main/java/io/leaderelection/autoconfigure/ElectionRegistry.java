package io.leaderelection.autoconfigure;

import io.leaderelection.LeaderElection;
import io.leaderelection.ShardGroup;
import io.leaderelection.elector.system.ElectorThreads;
import io.leaderelection.gate.GatedElection;
import io.leaderelection.gate.Participation;
import io.leaderelection.group.LeaseShardGroup;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.spring.LateEnd;
import io.leaderelection.spring.StartTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All elections and groups of an application, with their open stores. */
final class ElectionRegistry implements AutoCloseable {

    private final List<ResolvedElection> resolved;
    private final List<ResolvedGroup> resolvedGroups;
    private final ElectorThreads threads;
    private final OpenStores stores;
    private final List<LeaderElection> elections = new ArrayList<>();
    private final List<ShardGroup> groups = new ArrayList<>();

    /** What is started and stopped by itself: an election that a group carries is so with the group. */
    private final Map<Participation, StartTime> startTimes = new LinkedHashMap<>();

    private ElectionRegistry(
            List<ResolvedElection> resolved, List<ResolvedGroup> groups, ElectorThreads threads, OpenStores stores) {
        this.resolved = resolved;
        this.resolvedGroups = groups;
        this.threads = threads;
        this.stores = stores;
    }

    /** Elections and groups over stores: all stores are open, and no two have one lease, before any of them is made. */
    static ElectionRegistry contested(
            List<ResolvedElection> resolved,
            List<ResolvedGroup> groups,
            ElectorThreads threads,
            OpenStores stores,
            LeaderElectionFactory factory) {
        ElectionRegistry registry = new ElectionRegistry(resolved, groups, threads, stores);
        Map<String, LeaseShardGroup> carriers = new HashMap<>();
        List<Runnable> makers = new ArrayList<>();
        try {
            for (ResolvedGroup group : groups) {
                GroupStores opened = stores.of(group);
                makers.add(() -> carriers.put(
                        group.name(),
                        registry.add(factory.contested(group, opened, carriedBy(group, resolved)), group.start())));
            }
            for (ResolvedElection election : resolved) {
                makers.add(registry.maker(election, carriers, factory));
            }
            makers.forEach(Runnable::run);
        } catch (RuntimeException refused) {
            stores.close();
            throw refused;
        }
        return registry;
    }

    private Runnable maker(
            ResolvedElection election, Map<String, LeaseShardGroup> carriers, LeaderElectionFactory factory) {
        if (election.group() != null) {
            return () -> {
                LeaseShardGroup carrier = Objects.requireNonNull(carriers.get(election.group()));
                elections.add(Objects.requireNonNull(carrier.carried().get(election.name())));
            };
        }
        LeaseStore opened = stores.of(election);
        return () -> add(factory.contested(election, opened), election.start());
    }

    private static Map<String, ResolvedElection> carriedBy(ResolvedGroup group, List<ResolvedElection> resolved) {
        return resolved.stream()
                .filter(election -> group.name().equals(election.group()))
                .collect(Collectors.toMap(ResolvedElection::name, Function.identity()));
    }

    /**
     * Elections and groups without stores.
     *
     * @param leads whether this instance leads all elections, and owns all shards
     */
    static ElectionRegistry fixed(
            List<ResolvedElection> resolved,
            List<ResolvedGroup> groups,
            ElectorThreads threads,
            LeaderElectionFactory factory,
            boolean leads) {
        ElectionRegistry registry = new ElectionRegistry(resolved, groups, threads, OpenStores.NONE);
        groups.forEach(group -> registry.add(factory.fixed(group, leads), group.start()));
        resolved.forEach(election -> registry.add(factory.fixed(election, leads), election.start()));
        return registry;
    }

    private <T extends ShardGroup & Participation> T add(T group, StartTime start) {
        groups.add(group);
        startTimes.put(group, start);
        return group;
    }

    private void add(GatedElection election, StartTime start) {
        elections.add(election);
        startTimes.put(election, start);
    }

    List<LeaderElection> elections() {
        return elections;
    }

    List<ShardGroup> groups() {
        return groups;
    }

    Map<Participation, StartTime> startTimes() {
        return startTimes;
    }

    /** Names of the elections and groups that begin when the application is ready. */
    List<String> beginningWhenReady() {
        return startTimes.entrySet().stream()
                .filter(each -> each.getValue() == StartTime.READY)
                .map(each -> each.getKey().name())
                .toList();
    }

    /** The drain timeouts, by the keys that say so. */
    Map<String, Duration> drainTimeouts() {
        Map<String, Duration> timeouts = new LinkedHashMap<>();
        resolved.forEach(election -> timeouts.put(
                election.key() + ".drain-timeout", election.settings().drainTimeout()));
        resolvedGroups.forEach(group -> timeouts.put(group.key() + ".drain-timeout", group.drainTimeout()));
        return timeouts;
    }

    /** Longest time that the end of everything takes: the drain, and the attempts to release. */
    Duration patience() {
        return Stream.concat(
                        resolved.stream().map(election -> election.settings().timings()),
                        resolvedGroups.stream().map(group -> group.settings().timings()))
                .map(timings -> timings.drainTimeout().plus(timings.renewDeadline()))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Closes the stores as soon as everything has ended. */
    @Override
    public void close() {
        List<CompletableFuture<?>> ends = startTimes.keySet().stream()
                .filter(Participation::takesPart)
                .<CompletableFuture<?>>map(each -> each.stop().toCompletableFuture())
                .toList();
        if (ends.isEmpty()) {
            stores.close();
        } else {
            LateEnd.await(ends, patience(), threads, stores::close);
        }
    }
}
