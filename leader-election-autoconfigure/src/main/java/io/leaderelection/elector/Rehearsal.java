package io.leaderelection.elector;

import io.leaderelection.GatedCallListener;
import io.leaderelection.Leadership;
import io.leaderelection.LossReason;
import io.leaderelection.gate.FixedClock;
import io.leaderelection.gate.TaskThreads;
import io.leaderelection.status.ElectionMonitor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Plays one short term on paper: a candidate takes a lease that nobody else sees, lets one call in and gives the lease
 * back, without I/O, a timer or a log, or anybody being told. A standby runs through these lines for the first time
 * in the moment that counts, when it takes over; a JVM that has linked them before is tens of milliseconds faster then.
 */
final class Rehearsal implements LeadershipListener, ElectorScheduler {

    private static final int LONGEST = 100;

    private static final AtomicBoolean PLAYED = new AtomicBoolean();

    private static final Randomness NO_CHANCE = new Randomness() {
        @Override
        public String nextName() {
            return "rehearsal";
        }

        @Override
        public double nextFraction() {
            return 0;
        }
    };

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final LeaseLeaderElection election;
    private boolean worked;

    private Rehearsal(ElectionSettings settings) {
        Ports ports = new Ports(FixedClock.STOPPED, this, NO_CHANCE, this::execute, this::startTask, "rehearsal");
        this.election = new LeaseLeaderElection(
                settings,
                new PaperStore(this::execute),
                ports,
                this,
                GatedCallListener.NONE,
                ElectionMonitor.NONE,
                new TakeoverRules(),
                ElectionLog.silent(settings));
    }

    /** Plays the term once in the life of these classes, on a thread of its own. */
    static void once(ElectionSettings settings, TaskThreads threads) {
        if (settings.campaign() && PLAYED.compareAndSet(false, true)) {
            try {
                threads.start("leader-election-rehearsal", () -> play(settings));
            } catch (Throwable refused) {
                // The first takeover is a little slower then.
            }
        }
    }

    /**
     * Plays the term, in a few milliseconds.
     *
     * @return whether the candidate has led, let a call in, and stopped
     */
    static boolean play(ElectionSettings settings) {
        return new Rehearsal(settings).play();
    }

    private boolean play() {
        election.handle(new ElectorEvent.Start());
        for (int played = 0; !tasks.isEmpty() && played < LONGEST; played++) {
            tasks.remove().run();
        }
        return worked && election.state() == State.STOPPED;
    }

    @Override
    public void granted(Leadership leadership) {
        election.runIfLeader(call -> worked = true);
        election.stop();
    }

    @Override
    public void revoked(Leadership leadership, LossReason reason) {}

    @Override
    public void leaderChanged(Leadership leadership) {}

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /** Nothing here takes time: no timer rings. */
    @Override
    public Cancellation schedule(Duration delay, Runnable task) {
        return () -> {};
    }

    @Override
    public Reminder reminder(Runnable task) {
        return () -> {};
    }

    private TaskThreads.StartedTask startTask(String name, Runnable task) {
        execute(task);
        return () -> {};
    }
}
