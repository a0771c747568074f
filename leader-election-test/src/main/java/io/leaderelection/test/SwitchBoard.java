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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.Lifecycle;

/** The switched elections of one application context, with what their gates have seen. */
final class SwitchBoard {

    private final ConfigurableApplicationContext context;
    private final SwitchSettings settings;
    private final ObjectProvider<LeaderLifecycles> lifecycles;
    private final CallRecorder recorder = new CallRecorder();
    private final Map<SwitchedElection, StartTime> elections = new LinkedHashMap<>();
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
        Function<LeaderElection, EventPublishingListener> listener =
                election -> new EventPublishingListener(() -> election, publisher, reason -> {});
        GatedCallListener calls = (election, call, outcome) -> {
            recorder.call(election, call, outcome);
            listeners.call(election, call, outcome);
        };
        starts.forEach((name, start) -> {
            SwitchedElection election = new SwitchedElection(
                    name, listener::apply, calls, threads.serial(name), new AwaitedTasks(threads), settings.timeout());
            election.leadOnStart(settings.startAs() == Role.LEADER);
            elections.put(election, startTime(start));
        });
        this.byName = new NamedLeaderElections(List.copyOf(elections.keySet()));
    }

    NamedLeaderElections byName() {
        return byName;
    }

    Map<SwitchedElection, StartTime> startTimes() {
        return elections;
    }

    SwitchedElection election(String name) {
        return (SwitchedElection) byName.get(name);
    }

    List<RecordedCall> calls(String election) {
        return recorder.of(election);
    }

    void grant(SwitchedElection election) {
        operate("grant()", election, patience -> {
            patience.awaitWork(election.latest());
            patience.awaitWork(Change.news(election.stopped()));
            patience.awaitNews(election.grant());
            lifecycles.forEach(each -> patience.awaitStart(each.lateStarts()));
        });
    }

    void revoke(SwitchedElection election, String operation, Supplier<Change> end) {
        operate(operation, election, patience -> {
            Change change = end.get();
            patience.awaitNews(change);
            patience.awaitWork(change);
        });
    }

    void lose(SwitchedElection election, LossReason reason) {
        operate("lose()", election, patience -> {
            patience.awaitNews(election.revoke(reason, null));
            if (GatedCall.current(election.name()).isEmpty()) {
                patience.awaitEndOf(this::isLifecycle);
            }
        });
    }

    /** Sets every election back to the beginning and forgets the calls; not in a context that is closed or paused. */
    void resetIfRunning() {
        if (context.isActive() && context.isRunning()) {
            elections.forEach(this::reset);
            recorder.clear();
        }
    }

    /** Whoever began to take part goes on to: an application that starts its elections itself is not stopped. */
    private void reset(SwitchedElection election, StartTime time) {
        boolean leads = settings.startAs() == Role.LEADER;
        boolean takesPart = election.leadership().role() != Role.INACTIVE || time != StartTime.MANUAL;
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
            operation.accept(new Patience(name, election, settings.timeout()));
        } finally {
            turn.unlock();
        }
    }
}
