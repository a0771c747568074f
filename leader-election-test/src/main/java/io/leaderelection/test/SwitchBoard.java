package io.leaderelection.test;

import io.leaderelection.GatedCall;
import io.leaderelection.GatedCallListener;
import io.leaderelection.LeaderElection;
import io.leaderelection.Leadership.Role;
import io.leaderelection.LossReason;
import io.leaderelection.elector.system.ElectorThreads;
import io.leaderelection.spring.DirectEventPublisher;
import io.leaderelection.spring.EventPublishingListener;
import io.leaderelection.spring.NamedLeaderElections;
import io.leaderelection.spring.StartTime;
import io.leaderelection.spring.lifecycle.LeaderLifecycles;
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
    private final Map<LeaderElection, StartTime> starts = new LinkedHashMap<>();
    private final NamedLeaderElections byName;

    /** Two tests that switch at once take turns. */
    private final ReentrantLock turn = new ReentrantLock();

    SwitchBoard(
            ConfigurableApplicationContext context,
            SwitchSettings settings,
            Map<String, StartTime> starts,
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
        starts.forEach((name, start) -> {
            EventPublishingListener listener = new EventPublishingListener(
                    () -> byName().get(name),
                    publisher,
                    reason -> election(name).revoked(reason));
            SwitchedElection election = new SwitchedElection(name, leads, listener, calls, threads);
            this.elections.put(election.election(), election);
            this.starts.put(election.election(), startTime(start));
        });
        this.byName = new NamedLeaderElections(List.copyOf(this.elections.keySet()));
    }

    NamedLeaderElections byName() {
        return byName;
    }

    Map<LeaderElection, StartTime> startTimes() {
        return starts;
    }

    SwitchedElection election(String name) {
        return Objects.requireNonNull(elections.get(byName.get(name)), "an election of this application");
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
