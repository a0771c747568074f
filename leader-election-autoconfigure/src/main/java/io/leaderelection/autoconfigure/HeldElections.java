package io.leaderelection.autoconfigure;

import io.leaderelection.GatedCallListener;
import io.leaderelection.LeaderElection;
import io.leaderelection.LossReason;
import io.leaderelection.elector.Candidate;
import io.leaderelection.elector.ElectorClock;
import io.leaderelection.elector.Ports;
import io.leaderelection.elector.Randomness;
import io.leaderelection.elector.system.ElectorThreads;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.spring.EventPublishingListener;
import io.leaderelection.spring.ProcessExit;
import io.leaderelection.spring.StartTime;
import io.leaderelection.status.ElectionMonitor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.springframework.context.ApplicationEventPublisher;

/** The candidates of an application with their open stores. */
final class HeldElections implements AutoCloseable {

    private final Map<ElectionPlan, LeaseStore> stores = new LinkedHashMap<>();
    private final Map<LeaderElection, StartTime> candidates = new LinkedHashMap<>();

    private HeldElections() {}

    static HeldElections open(
            List<ElectionPlan> plans,
            LeaseStoreFactory factory,
            ElectorClock clock,
            Randomness randomness,
            ElectorThreads threads,
            ProcessExit exit,
            ApplicationEventPublisher publisher,
            GatedCallListener calls,
            ElectionMonitor monitor) {
        HeldElections elections = new HeldElections();
        try {
            plans.forEach(plan -> elections.stores.put(plan, factory.open(plan, threads.requests())));
            requireDistinct(elections.stores);
        } catch (RuntimeException refused) {
            elections.close();
            throw refused;
        }
        String process = randomness.nextName();
        elections.stores.forEach((plan, store) -> {
            Ports ports = new Ports(clock, threads, randomness, threads.serial(plan.name()), threads, process);
            CompletableFuture<LeaderElection> self = new CompletableFuture<>();
            Candidate candidate = new Candidate(
                    plan.settings(),
                    store,
                    ports,
                    new EventPublishingListener(self::join, publisher, onLoss(plan, exit)),
                    calls,
                    monitor);
            self.complete(candidate);
            elections.candidates.put(candidate, plan.start());
        });
        return elections;
    }

    /** Two elections on one lease would each take the other for a stranger, and one of them would never be led. */
    private static void requireDistinct(Map<ElectionPlan, LeaseStore> stores) {
        Map<String, ElectionPlan> seen = new HashMap<>();
        stores.forEach((plan, store) -> {
            ElectionPlan twin = seen.putIfAbsent(store.describe(), plan);
            if (twin != null) {
                throw new InvalidElectionException(
                        "%s and %s have the same lease: %s".formatted(twin.key(), plan.key(), store.describe()),
                        "Give each election a lease of its own: set %s.lease-name.".formatted(plan.key()));
            }
        });
    }

    List<LeaderElection> elections() {
        return List.copyOf(candidates.keySet());
    }

    Map<LeaderElection, StartTime> startTimes() {
        return candidates;
    }

    /** Names of those that begin when the application is ready. */
    List<String> beginningWhenReady() {
        return candidates.entrySet().stream()
                .filter(candidate -> candidate.getValue() == StartTime.READY)
                .map(candidate -> candidate.getKey().name())
                .toList();
    }

    @Override
    public void close() {
        stores.values().forEach(LeaseStore::close);
    }

    /** A process that ends after a loss ends from a thread of its own: the events thread is awaited by its end. */
    private static Consumer<LossReason> onLoss(ElectionPlan plan, ProcessExit exit) {
        if (plan.onLoss() == OnLoss.STANDBY) {
            return reason -> {};
        }
        return reason -> {
            if (!reason.isVoluntary()) {
                new Thread(() -> exit.exit(plan.exitCode()), "leader-election-exit").start();
            }
        };
    }
}
