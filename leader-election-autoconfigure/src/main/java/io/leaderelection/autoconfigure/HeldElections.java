package io.leaderelection.autoconfigure;

import io.leaderelection.GatedCallListener;
import io.leaderelection.LeaderElection;
import io.leaderelection.Leadership.Role;
import io.leaderelection.LossReason;
import io.leaderelection.autoconfigure.ElectionProperties.OnLoss;
import io.leaderelection.elector.Candidate;
import io.leaderelection.elector.CandidateListener;
import io.leaderelection.elector.Ports;
import io.leaderelection.elector.Randomness;
import io.leaderelection.elector.UncontestedElection;
import io.leaderelection.elector.system.ElectorThreads;
import io.leaderelection.gate.ElectorClock;
import io.leaderelection.gate.StandingThread;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.spring.EventPublishingListener;
import io.leaderelection.spring.ProcessExit;
import io.leaderelection.spring.StartTime;
import io.leaderelection.status.ElectionMonitor;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.context.ApplicationEventPublisher;

/** The candidates of an application with their open stores. */
final class HeldElections implements AutoCloseable {

    private final Map<ResolvedElection, LeaseStore> stores = new LinkedHashMap<>();
    private final Map<LeaderElection, ResolvedElection> candidates = new LinkedHashMap<>();

    private final ElectorThreads threads;

    private HeldElections(ElectorThreads threads) {
        this.threads = threads;
    }

    static HeldElections open(
            List<ResolvedElection> plans,
            LeaseStoreFactory factory,
            ElectorClock clock,
            Randomness randomness,
            ElectorThreads threads,
            ProcessExit exit,
            ApplicationEventPublisher publisher,
            GatedCallListener calls,
            ElectionMonitor monitor) {
        HeldElections elections = new HeldElections(threads);
        try {
            plans.forEach(plan -> elections.stores.put(plan, factory.open(plan, threads.requests())));
            requireDistinct(elections.stores);
        } catch (RuntimeException refused) {
            elections.close();
            throw refused;
        }
        String process = randomness.nextName();
        StandingThread exits = threads.standing("leader-election-exit");
        elections.stores.forEach((plan, store) -> elections.add(
                plan,
                publisher,
                onLoss(plan, exit, exits),
                listener -> new Candidate(
                        plan.settings(),
                        store,
                        ports(clock, randomness, threads, events(plan, threads, exits), process),
                        listener,
                        calls,
                        monitor)));
        return elections;
    }

    /**
     * Elections that are switched off.
     *
     * @param leads whether this instance leads in all of them, or in none
     */
    static HeldElections uncontested(
            List<ResolvedElection> plans,
            ElectorClock clock,
            Randomness randomness,
            ElectorThreads threads,
            ApplicationEventPublisher publisher,
            GatedCallListener calls,
            boolean leads) {
        HeldElections elections = new HeldElections(threads);
        String process = randomness.nextName();
        plans.forEach(plan -> elections.add(
                plan,
                publisher,
                reason -> {},
                listener -> new UncontestedElection(
                        plan.settings(),
                        ports(clock, randomness, threads, own(plan, threads), process),
                        listener,
                        calls,
                        leads)));
        return elections;
    }

    private void add(
            ResolvedElection plan,
            ApplicationEventPublisher publisher,
            Consumer<LossReason> onRevocation,
            Function<CandidateListener, Candidate> election) {
        CompletableFuture<LeaderElection> self = new CompletableFuture<>();
        Candidate candidate = election.apply(new EventPublishingListener(self::join, publisher, onRevocation));
        self.complete(candidate);
        candidates.put(candidate, plan);
    }

    private static Ports ports(
            ElectorClock clock, Randomness randomness, ElectorThreads threads, StandingThread events, String process) {
        return new Ports(clock, threads, randomness, events, threads, process);
    }

    /** The thread of an election's events; with that of the exit, where a loss may need it. */
    private static StandingThread events(ResolvedElection plan, ElectorThreads threads, StandingThread exits) {
        return plan.onLoss() == OnLoss.EXIT ? own(plan, threads).with(exits) : own(plan, threads);
    }

    private static StandingThread own(ResolvedElection plan, ElectorThreads threads) {
        return threads.serial(plan.name());
    }

    /** Two elections on one lease would each take the other for a stranger, and one of them would never be led. */
    private static void requireDistinct(Map<ResolvedElection, LeaseStore> stores) {
        Map<String, ResolvedElection> seen = new HashMap<>();
        stores.forEach((plan, store) -> {
            ResolvedElection twin = seen.putIfAbsent(store.describe(), plan);
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
        Map<LeaderElection, StartTime> times = new LinkedHashMap<>();
        candidates.forEach((election, plan) -> times.put(election, plan.start()));
        return times;
    }

    /** Names of those that begin when the application is ready. */
    List<String> beginningWhenReady() {
        return candidates.entrySet().stream()
                .filter(candidate -> candidate.getValue().start() == StartTime.READY)
                .map(candidate -> candidate.getKey().name())
                .toList();
    }

    /** How long the end of all elections takes at most: their drain, and the attempts to release. */
    Duration patience() {
        return candidates.values().stream()
                .map(plan -> plan.settings()
                        .drainTimeout()
                        .plus(plan.settings().timings().renewDeadline()))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Closes the stores; where an election has not ended, as soon as it has. */
    @Override
    public void close() {
        List<CompletableFuture<?>> ends = candidates.keySet().stream()
                .filter(candidate -> candidate.leadership().role() != Role.INACTIVE)
                .<CompletableFuture<?>>map(candidate -> candidate.stop().toCompletableFuture())
                .toList();
        if (ends.isEmpty()) {
            closeStores();
        } else {
            LateEnd.await(ends, patience(), threads, this::closeStores);
        }
    }

    private void closeStores() {
        stores.values().forEach(LeaseStore::close);
    }

    /**
     * A process that ends after a loss ends from a thread of its own: the events thread is awaited by its end. That thread
     * is there before the term begins.
     */
    private static Consumer<LossReason> onLoss(ResolvedElection plan, ProcessExit exit, StandingThread exits) {
        if (plan.onLoss() == OnLoss.STANDBY) {
            return reason -> {};
        }
        return reason -> {
            if (!reason.isVoluntary()) {
                exits.execute(() -> exit.exit(plan.exitCode()));
            }
        };
    }
}
