package io.leaderelection.autoconfigure;

import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElectionControl;
import io.leaderelection.Leadership.Role;
import io.leaderelection.elector.LeaseLeaderElection;
import io.leaderelection.elector.system.ElectorThreads;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.spi.LeaseStoreFactory;
import io.leaderelection.spring.LateEnd;
import io.leaderelection.spring.StartTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;

/** All elections of an application, with their open stores. */
final class ElectionRegistry implements AutoCloseable {

    private final ElectorThreads threads;
    private final List<Opened> opened = new ArrayList<>();
    private final Map<LeaderElection, ResolvedElection> elections = new LinkedHashMap<>();

    /** An election whose store is open. No key of a map: to hash a record of so many components costs a start much. */
    private record Opened(ResolvedElection election, LeaseStore store) {}

    private ElectionRegistry(ElectorThreads threads) {
        this.threads = threads;
    }

    /** Elections over stores: all stores are open, and no two elections have one lease, before any of them is made. */
    static ElectionRegistry contested(
            List<ResolvedElection> resolved,
            LeaseStoreFactory factory,
            ElectorThreads threads,
            BiFunction<ResolvedElection, LeaseStore, LeaseLeaderElection> create) {
        ElectionRegistry registry = new ElectionRegistry(threads);
        try {
            for (ResolvedElection election : resolved) {
                registry.opened.add(new Opened(election, factory.open(election, threads.requests())));
            }
            registry.requireDistinctLeases();
        } catch (RuntimeException refused) {
            registry.close();
            throw refused;
        }
        registry.opened.forEach(
                each -> registry.elections.put(create.apply(each.election(), each.store()), each.election()));
        return registry;
    }

    /** Elections without stores. */
    static ElectionRegistry fixed(
            List<ResolvedElection> resolved,
            ElectorThreads threads,
            Function<ResolvedElection, LeaseLeaderElection> create) {
        ElectionRegistry registry = new ElectionRegistry(threads);
        resolved.forEach(election -> registry.elections.put(create.apply(election), election));
        return registry;
    }

    /** Two elections on one lease would each take the other for a stranger, and one of them would never be led. */
    private void requireDistinctLeases() {
        Map<String, ResolvedElection> seen = new HashMap<>();
        for (Opened each : opened) {
            ResolvedElection election = each.election();
            String lease = each.store().describe();
            ResolvedElection twin = seen.putIfAbsent(lease, election);
            if (twin != null) {
                throw new InvalidElectionException(
                        "%s and %s have the same lease: %s".formatted(twin.key(), election.key(), lease),
                        "Give each election a lease of its own: set %s.lease-name.".formatted(election.key()));
            }
        }
    }

    List<LeaderElection> elections() {
        return List.copyOf(elections.keySet());
    }

    Collection<ResolvedElection> resolved() {
        return elections.values();
    }

    Map<LeaderElection, StartTime> startTimes() {
        Map<LeaderElection, StartTime> times = new LinkedHashMap<>();
        elections.forEach((election, resolved) -> times.put(election, resolved.start()));
        return times;
    }

    /** Names of the elections that begin when the application is ready. */
    List<String> beginningWhenReady() {
        return elections.values().stream()
                .filter(election -> election.start() == StartTime.READY)
                .map(ResolvedElection::name)
                .toList();
    }

    /** Longest time that the end of all elections takes: their drain, and the attempts to release. */
    Duration patience() {
        return elections.values().stream()
                .map(ResolvedElection::settings)
                .map(settings -> settings.drainTimeout().plus(settings.timings().renewDeadline()))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Closes the stores as soon as all elections have ended. */
    @Override
    public void close() {
        List<CompletableFuture<?>> ends = elections.keySet().stream()
                .filter(election -> election.leadership().role() != Role.INACTIVE)
                .<CompletableFuture<?>>map(
                        election -> LeaderElectionControl.of(election).stop().toCompletableFuture())
                .toList();
        if (ends.isEmpty()) {
            closeStores();
        } else {
            LateEnd.await(ends, patience(), threads, this::closeStores);
        }
    }

    private void closeStores() {
        opened.forEach(each -> each.store().close());
    }
}
