package io.leaderelection.test;

import io.leaderelection.GatedCall;
import io.leaderelection.GatedCallListener;
import io.leaderelection.Leadership.Role;
import io.leaderelection.LossReason;
import io.leaderelection.elector.ElectionSettings;
import io.leaderelection.elector.LeadershipListener;
import io.leaderelection.elector.LeaseLeaderElection;
import io.leaderelection.elector.Ports;
import io.leaderelection.elector.RevisionGrace;
import io.leaderelection.elector.system.ElectorThreads;
import io.leaderelection.elector.system.SystemRandomness;
import io.leaderelection.gate.StandingThread;
import io.leaderelection.gate.TaskThreads;
import io.leaderelection.status.Timings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * An election whose terms begin and end when a test says so: a real election, whose lease a {@link Rival} takes and
 * gives back, on a clock that stands still.
 */
final class SwitchedElection {

    /** Name of this instance in its elections. */
    static final String IDENTITY = "this-instance";

    /** How long a term lasts without renewal, and none is ever due: time does not pass. */
    private static final Duration TERM = Duration.ofDays(100);

    private static final Duration LEASE = TERM.multipliedBy(2);

    /** Work is awaited for ever: the switch says for how long. */
    private static final Timings TIMINGS =
            Timings.of(LEASE, TERM, Duration.ofNanos(1)).withDrainTimeout(Duration.ofDays(36_500));

    private final SwitchClock clock = new SwitchClock();
    private final SwitchScheduler scheduler = new SwitchScheduler(clock);
    private final Rival rival;
    private final StandingThread events;
    private final StandingThread signals;
    private final LeaseLeaderElection election;

    /** The thread that is telling the listeners something, while it does. */
    private volatile @Nullable Thread teller;

    /**
     * @param leads whether this instance is to lead when it starts
     * @param listener told of terms and leaders
     * @param calls told of calls at the gate
     * @param serial runs the listener's calls
     * @param threads for stop signals and workers
     */
    SwitchedElection(
            String name,
            boolean leads,
            LeadershipListener listener,
            GatedCallListener calls,
            StandingThread serial,
            ElectorThreads threads) {
        this.rival = new Rival(name, scheduler);
        this.events = task -> serial.execute(() -> tell(task));
        // Not the threads themselves, which would be there from the start on.
        this.signals = threads.standing("leader-election-stop-" + name)::execute;
        this.election = new LeaseLeaderElection(
                new ElectionSettings(
                        name, IDENTITY, null, TIMINGS, true, true, 0, Duration.ZERO, LEASE, RevisionGrace.NONE),
                rival.open(),
                new Ports(
                        clock, scheduler, new SystemRandomness(), events, new Tasks(threads, signals), "this-process"),
                listener,
                calls);
        leadOnStart(leads);
    }

    LeaseLeaderElection election() {
        return election;
    }

    String name() {
        return election.name();
    }

    Role role() {
        return election.leadership().role();
    }

    boolean leads() {
        return role() == Role.LEADER;
    }

    /** Whether nothing is left of the terms before, neither calls nor the lease. */
    boolean hasEnded() {
        return !leads() && !rival.hasToWait() && election.runningCalls().isEmpty();
    }

    List<GatedCall> runningCalls() {
        return election.runningCalls();
    }

    @Nullable
    Thread teller() {
        return teller;
    }

    SwitchScheduler scheduler() {
        return scheduler;
    }

    Executor events() {
        return events;
    }

    Executor signals() {
        return signals;
    }

    /** Without a term, the election waits for the next start in the position that it is to have. */
    void leadOnStart(boolean leads) {
        scheduler.execute(() -> {
            if (leads) {
                rival.release();
            } else {
                rival.follow(null);
            }
        });
    }

    /** A term begins at once, unless the election has not stopped yet. */
    void grant() {
        scheduler.execute(rival::release);
        election.start();
        // An application may have resigned for some time, and a watch is looked after meanwhile.
        for (int alarms = 0; alarms < 3 && !leads(); alarms++) {
            scheduler.passUntilDue();
        }
    }

    /** Takes part without leading. */
    void follow() {
        revoke(null);
        election.start();
    }

    void halt() {
        leadOnStart(false);
        election.stop();
    }

    /** The lease goes to the rival of this name, or without one, as soon as it is released. */
    void revoke(@Nullable String successor) {
        scheduler.execute(() -> rival.follow(successor));
        election.resign();
    }

    /** The application resigns: it does not get the lease again before the test grants it. */
    void revoked(LossReason reason) {
        if (reason == LossReason.RESIGNED) {
            scheduler.execute(rival::followResigned);
        }
    }

    /** All at once: an instance whose term is lost takes the lease again as soon as its work has ended. */
    void lose(LossReason reason) {
        scheduler.execute(() -> {
            rival.follow(reason == LossReason.FOREIGN_HOLDER ? "another-instance" : null);
            if (leads()) {
                harm(reason);
                rival.take();
            }
        });
        if (reason == LossReason.FAILED) {
            // An elector that has failed begins anew.
            scheduler.pass(Duration.ofSeconds(1));
        }
    }

    private void harm(LossReason reason) {
        switch (reason) {
            case DEADLINE -> scheduler.pass(TERM);
            case LEASE_DELETED -> rival.delete();
            case FAILED -> clock.breakOnce();
            default -> {}
        }
    }

    /** Waits no more for work that does not end: the test that left it running has failed already. */
    void abandon() {
        scheduler.execute(rival::take);
        election.runningCalls().forEach(GatedCall::close);
    }

    private void tell(Runnable news) {
        teller = Thread.currentThread();
        try {
            news.run();
        } finally {
            teller = null;
        }
    }

    /** The threads of stop signals, where they can be waited for, and of workers. */
    private record Tasks(ElectorThreads threads, StandingThread signals) implements TaskThreads {

        @Override
        public StartedTask start(String name, Runnable task) {
            return threads.start(name, task);
        }

        @Override
        public StandingThread standing(String name) {
            return signals;
        }
    }
}
