package io.leaderelection.elector.simulation;

import io.leaderelection.elector.ElectorScheduler;
import io.leaderelection.elector.Ports;
import io.leaderelection.elector.Randomness;
import io.leaderelection.gate.ElectorClock;
import io.leaderelection.gate.StandingThread;
import io.leaderelection.gate.TaskThreads;
import java.time.Duration;
import java.util.function.Consumer;

/** The ports of one simulated process: during a {@link Shortage} each of them throws now and then, or loses silently. */
final class ShortPorts implements ElectorScheduler, TaskThreads, Randomness {

    private final SimProcess process;
    private final Shortage shortage;
    private final Randomness randomness;
    private final Mutant mutant;

    ShortPorts(SimProcess process, Mutant mutant) {
        this.process = process;
        this.shortage = process.node().shortage();
        this.randomness = mutant.randomness(process);
        this.mutant = mutant;
    }

    Ports ports(ElectorClock clock) {
        return new Ports(
                new ShortClock(clock, () -> breakDown(shortage::strikeSeldom)),
                this,
                this,
                new Thread(process::tell),
                this,
                process.name());
    }

    @Override
    public void execute(Runnable task) {
        shortage.strike();
        process.execute(task);
    }

    @Override
    public Cancellation schedule(Duration delay, Runnable task) {
        if (loses(Mutant.LOSES_REFUSED_ALARMS)) {
            return () -> {};
        }
        shortage.strike();
        Cancellation alarm = process.schedule(delay, task);
        return () -> {
            shortage.strike();
            alarm.cancel();
        };
    }

    @Override
    public Reminder reminder(Runnable task) {
        return process.reminder(task);
    }

    @Override
    public StartedTask start(String name, Runnable task) {
        if (loses(Mutant.LOSES_REFUSED_WORKERS)) {
            return () -> {};
        }
        shortage.strike();
        StartedTask started = process.start(name, task);
        return () -> {
            started.interrupt();
            shortage.strike();
        };
    }

    @Override
    public StandingThread standing(String name) {
        return new Thread(task -> process.start(name, task));
    }

    @Override
    public String nextName() {
        breakDown(shortage::strike);
        return randomness.nextName();
    }

    @Override
    public double nextFraction() {
        breakDown(shortage::strike);
        return randomness.nextFraction();
    }

    /** Strikes, perhaps, in the middle of what the elector does about something that it was told. */
    private void breakDown(Runnable strike) {
        try {
            strike.run();
        } catch (RuntimeException | Error refused) {
            process.forgetHolders();
            throw refused;
        }
    }

    private boolean loses(Mutant loser) {
        return mutant == loser && shortage.strikes();
    }

    /** A thread that may not be there. */
    private final class Thread implements StandingThread {
        private final Consumer<Runnable> thread;

        Thread(Consumer<Runnable> thread) {
            this.thread = thread;
        }

        @Override
        public void execute(Runnable task) {
            if (!loses(Mutant.LOSES_REFUSED_NEWS)) {
                shortage.strike();
                thread.accept(task);
            }
        }

        @Override
        public void prepare() {
            shortage.strike();
        }

        @Override
        public void dismiss() {
            shortage.strike();
        }
    }
}
