package io.leaderelection.autoconfigure;

import io.leaderelection.GatedCallListener;
import io.leaderelection.LeaderElection;
import io.leaderelection.LossReason;
import io.leaderelection.ShardGroup;
import io.leaderelection.autoconfigure.ElectionProperties.OnLoss;
import io.leaderelection.elector.LeadershipListener;
import io.leaderelection.elector.LeaseLeaderElection;
import io.leaderelection.elector.Ports;
import io.leaderelection.elector.Randomness;
import io.leaderelection.elector.UncontestedElection;
import io.leaderelection.elector.system.ElectorThreads;
import io.leaderelection.elector.system.SystemClock;
import io.leaderelection.gate.ElectorClock;
import io.leaderelection.gate.StandingThread;
import io.leaderelection.group.LeaseShardGroup;
import io.leaderelection.group.SeparateShardGroup;
import io.leaderelection.group.ShardListener;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.spring.AsyncElectionMonitor;
import io.leaderelection.spring.CallListeners;
import io.leaderelection.spring.DirectEventPublisher;
import io.leaderelection.spring.EventPublishingListener;
import io.leaderelection.spring.MeasuredListener;
import io.leaderelection.spring.ProcessExit;
import io.leaderelection.spring.ShardEventPublisher;
import io.leaderelection.spring.SingleShardListener;
import io.leaderelection.status.ElectionMonitor;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;

/** Makes the elections and groups of an application: with its listeners, on its threads. */
final class LeaderElectionFactory {

    private final ElectorClock clock;
    private final Randomness randomness;
    private final ElectorThreads threads;
    private final ProcessExit exit;
    private final ApplicationEventPublisher publisher;
    private final GatedCallListener calls;
    private final ElectionMonitor monitor;
    private final String process;

    /** Of its own, because an exit waits for the threads of events. */
    private final StandingThread exits;

    /**
     * @param context may have a clock and a {@link ProcessExit} of its own, and hears of terms and calls
     */
    LeaderElectionFactory(Randomness randomness, ElectorThreads threads, ApplicationContext context) {
        this.clock = context.getBeanProvider(ElectorClock.class).getIfAvailable(SystemClock::new);
        this.randomness = randomness;
        this.threads = threads;
        this.exit = context.getBeanProvider(ProcessExit.class).getIfAvailable(() -> ProcessExit.closing(context));
        this.publisher = new DirectEventPublisher(context);
        this.calls = new CallListeners(context.getBeanProvider(GatedCallListener.class));
        this.monitor = AsyncElectionMonitor.of(context, threads);
        this.process = randomness.nextName();
        this.exits = threads.standing("leader-election-exit");
    }

    /**
     * A group over stores.
     *
     * @param carried the elections that it carries, by name
     */
    LeaseShardGroup contested(ResolvedGroup group, GroupStores stores, Map<String, ResolvedElection> carried) {
        StandingThread events = threads.serial(group.name());
        boolean exiting = carried.values().stream().anyMatch(LeaderElectionFactory::exits);
        CompletableFuture<LeaseShardGroup> self = new CompletableFuture<>();
        LeaseShardGroup made = new LeaseShardGroup(
                group.settings(),
                stores.seats(),
                stores.guarded(),
                stores.assignment(),
                ports(exiting ? events.with(exits) : events),
                calls,
                new ShardEventPublisher(self::join, publisher, monitor),
                name -> carriedListener(self, name, onLoss(Objects.requireNonNull(carried.get(name)))),
                monitor);
        self.complete(made);
        return made;
    }

    private LeadershipListener carriedListener(
            CompletableFuture<LeaseShardGroup> group, String name, Consumer<LossReason> onLoss) {
        Supplier<LeaderElection> self =
                () -> Objects.requireNonNull(group.join().carried().get(name));
        return new MeasuredListener(new EventPublishingListener(self, publisher, onLoss), monitor);
    }

    /**
     * A group that is switched off.
     *
     * @param leads whether this instance owns all shards
     */
    SeparateShardGroup fixed(ResolvedGroup group, boolean leads) {
        Ports ports = ports(threads.serial(group.name()));
        CompletableFuture<ShardGroup> self = new CompletableFuture<>();
        ShardListener listener = new ShardEventPublisher(self::join, publisher, monitor);
        GatedCallListener ofShards = (shard, call, outcome) -> calls.call(group.name(), call, outcome);
        SeparateShardGroup made = new SeparateShardGroup(
                group.name(),
                group.settings().hash(),
                group.shards().stream()
                        .map(shard -> new UncontestedElection(
                                shard, ports, new SingleShardListener(listener), ofShards, leads))
                        .toList());
        self.complete(made);
        return made;
    }

    /** An election over a store. If a lost term ends the process, the thread of the exit is there before the term begins. */
    LeaseLeaderElection contested(ResolvedElection election, LeaseStore store) {
        StandingThread events = threads.serial(election.name());
        Ports ports = ports(exits(election) ? events.with(exits) : events);
        return create(
                onLoss(election),
                listener -> new LeaseLeaderElection(election.settings(), store, ports, listener, calls, monitor));
    }

    private static boolean exits(ResolvedElection election) {
        return election.onLoss() == OnLoss.EXIT;
    }

    private Consumer<LossReason> onLoss(ResolvedElection election) {
        return reason -> {
            if (exits(election) && !reason.isVoluntary()) {
                exits.execute(() -> exit.exit(election.exitCode()));
            }
        };
    }

    /**
     * An election that is switched off.
     *
     * @param leads whether this instance leads
     */
    LeaseLeaderElection fixed(ResolvedElection election, boolean leads) {
        Ports ports = ports(threads.serial(election.name()));
        return create(
                reason -> {}, listener -> new UncontestedElection(election.settings(), ports, listener, calls, leads));
    }

    private LeaseLeaderElection create(
            Consumer<LossReason> onLoss, Function<LeadershipListener, LeaseLeaderElection> create) {
        CompletableFuture<LeaderElection> self = new CompletableFuture<>();
        LeaseLeaderElection made = create.apply(new EventPublishingListener(self::join, publisher, onLoss));
        self.complete(made);
        return made;
    }

    private Ports ports(StandingThread events) {
        return new Ports(clock, threads, randomness, events, threads, process);
    }
}
