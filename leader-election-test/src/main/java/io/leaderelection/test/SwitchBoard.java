package io.leaderelection.test;

import io.leaderelection.GatedCall;
import io.leaderelection.GatedCallListener;
import io.leaderelection.LeaderElection;
import io.leaderelection.Leadership.Role;
import io.leaderelection.LossReason;
import io.leaderelection.elector.system.ElectorThreads;
import io.leaderelection.gate.GatedElection;
import io.leaderelection.gate.StandingThread;
import io.leaderelection.group.ShardListener;
import io.leaderelection.spring.DirectEventPublisher;
import io.leaderelection.spring.EventPublishingListener;
import io.leaderelection.spring.NamedLeaderElections;
import io.leaderelection.spring.NamedShardGroups;
import io.leaderelection.spring.ShardEventPublisher;
import io.leaderelection.spring.SingleShardListener;
import io.leaderelection.spring.StartTime;
import io.leaderelection.spring.lifecycle.LeaderLifecycles;
import io.leaderelection.status.ElectionMonitor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.Lifecycle;

/** The switched elections of one application context, with what their gates have seen. */
final class SwitchBoard {

    private final ConfigurableApplicationContext context;
    private final SwitchSettings settings;
    private final ObjectProvider<LeaderLifecycles> lifecycles;
    private final CallRecorder recorder = new CallRecorder();
    private final Map<LeaderElection, SwitchedElection> elections = new LinkedHashMap<>();
    private final Map<GatedElection, StartTime> starts = new LinkedHashMap<>();
    private final NamedLeaderElections byName;
    private final NamedShardGroups groups;

    /** Two tests that switch at once take turns. */
    private final ReentrantLock turn = new ReentrantLock();

    SwitchBoard(
            ConfigurableApplicationContext context,
            SwitchSettings settings,
            Map<String, StartTime> starts,
            List<SwitchedShards> groups,
            GatedCallListener listeners,
            ObjectProvider<LeaderLifecycles> lifecycles,
            ElectorThreads threads) {
        this.context = context;
        this.lifecycles = lifecycles;
        this.settings = settings;
        DirectEventPublisher publisher = new DirectEventPublisher(context);
        GatedCallListener calls = (election, call, outcome) -> {
            recorder.call(election, call, outcome);
            listeners.call(election, call, outcome);
        };
        boolean leads = settings.startAs() == Role.LEADER;
        List<LeaderElection> named = new ArrayList<>();
        starts.forEach((name, start) -> {
            EventPublishingListener listener = new EventPublishingListener(
                    () -> byName().get(name),
                    publisher,
                    reason -> election(name).revoked(reason));
            named.add(add(new SwitchedElection(name, leads, listener, calls, threads.serial(name), threads), start));
        });
        this.byName = new NamedLeaderElections(named);
        this.groups = new NamedShardGroups(groups.stream()
                .map(group -> {
                    ShardListener listener =
                            new ShardEventPublisher(() -> groups().get(group.name()), publisher, ElectionMonitor.NONE);
                    StandingThread events = threads.serial(group.name());
                    GatedCallListener ofShards = (shard, call, outcome) -> {
                        recorder.call(shard, call, outcome);
                        listeners.call(group.name(), call, outcome);
                    };
                    return group.over(shard -> add(
                            new SwitchedElection(
                                    shard, leads, new SingleShardListener(listener), ofShards, events, threads),
                            group.start()));
                })
                .toList());
    }

    private GatedElection add(SwitchedElection election, StartTime start) {
        elections.put(election.election(), election);
        starts.put(election.election(), startTime(start));
        return election.election();
    }

    NamedShardGroups groups() {
        return groups;
    }

    NamedLeaderElections byName() {
        return byName;
    }

    Map<GatedElection, StartTime> startTimes() {
        return starts;
    }

    SwitchedElection election(String name) {
        return of(byName.get(name));
    }

    SwitchedElection shard(String group, int shard) {
        return of(groups.get(group).election(shard));
    }

    private SwitchedElection of(LeaderElection election) {
        return Objects.requireNonNull(elections.get(election), "an election of this application");
    }

    List<RecordedCall> calls(String election) {
        return recorder.of(election);
    }

    void grant(SwitchedElection election) {
        operate("grant()", election, patience -> {
            if (!election.leads()) {
                patience.awaitNews();
                patience.awaitWork();
                election.grant();
            }
            patience.awaitTerm();
            patience.awaitNews();
            lifecycles.forEach(each -> patience.awaitStart(each.lateStarts()));
        });
    }

    void revoke(SwitchedElection election, String operation, Runnable end) {
        operate(operation, election, patience -> {
            end.run();
            patience.awaitNews();
            patience.awaitWork();
            patience.awaitNews();
        });
    }

    void lose(SwitchedElection election, LossReason reason) {
        operate("lose()", election, patience -> {
            election.lose(reason);
            patience.awaitNews();
            if (GatedCall.current(election.name()).isEmpty()) {
                patience.awaitEndOf(this::isLifecycle);
            }
        });
    }

    /** Waits until the listeners have heard what has happened, so that a test finds its application where it is to begin. */
    void awaitNews() {
        elections.values().stream()
                .filter(SwitchedElection::leads)
                .forEach(election -> new Patience("start()", election, settings.timeout()).awaitNews());
    }

    /** Sets every election back to the beginning and forgets the calls; not in a context that is closed or paused. */
    void resetIfRunning() {
        if (context.isActive() && context.isRunning()) {
            elections.values().forEach(this::reset);
            recorder.clear();
        }
    }

    /** Whoever began to take part goes on to: an application that starts its elections itself is not stopped. */
    private void reset(SwitchedElection election) {
        boolean leads = settings.startAs() == Role.LEADER;
        boolean takesPart = election.role() != Role.INACTIVE || starts.get(election.election()) != StartTime.MANUAL;
        if (settings.startAs() == Role.INACTIVE) {
            revoke(election, "reset()", election::halt);
        } else if (!takesPart) {
            election.leadOnStart(leads);
        } else if (leads) {
            grant(election);
        } else {
            revoke(election, "reset()", election::follow);
        }
    }

    /** The call of a lifecycle goes by the name of its bean. */
    private boolean isLifecycle(String call) {
        return context.containsBean(call) && context.isTypeMatch(call, Lifecycle.class);
    }

    private StartTime startTime(StartTime configured) {
        if (settings.startAs() == Role.INACTIVE) {
            return StartTime.MANUAL;
        }
        return configured == StartTime.READY && !settings.hasReadyEvent() ? StartTime.REFRESHED : configured;
    }

    private void operate(String name, SwitchedElection election, Consumer<Patience> operation) {
        if (Thread.currentThread() == election.teller()) {
            throw new IllegalStateException(
                    "%s of election '%s' was called by a listener of its events, which it would wait for; call it from the test"
                            .formatted(name, election.name()));
        }
        if (!context.isActive() || !context.isRunning()) {
            throw new IllegalStateException(
                    "%s of election '%s' was called while its application context is not running: it has not been started yet, or is paused or closed"
                            .formatted(name, election.name()));
        }
        turn.lock();
        try {
            Patience patience = new Patience(name, election, settings.timeout());
            patience.awaitElector();
            operation.accept(patience);
        } finally {
            turn.unlock();
        }
    }
}
