package io.leaderelection.elector.simulation;

import static io.leaderelection.elector.simulation.VirtualTime.MILLI;
import static io.leaderelection.elector.simulation.VirtualTime.SECOND;

import io.leaderelection.elector.AlarmReminder;
import io.leaderelection.elector.ElectorScheduler;
import io.leaderelection.elector.RevisionGrace;
import io.leaderelection.gate.TaskThreads;
import io.leaderelection.lock.Answer;
import io.leaderelection.lock.StandbyInstance;
import io.leaderelection.lock.Version;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One process on a node: its thread, which does nothing while the node is frozen, and the elector that lives in it. */
final class SimProcess implements ElectorScheduler {

    private final World world;
    private final Node node;
    private final String name;
    private final SimPod pod;
    private final RevisionGrace grace;
    private final Contender contender;
    private final CallWindow calls;
    private final Queue<Runnable> untold = new ArrayDeque<>();
    private final Queue<Runnable> backlog = new ArrayDeque<>();
    private boolean alive = true;
    private final Map<String, Long> holdersKnownSince = new HashMap<>();
    private final Map<String, Long> heldSince = new HashMap<>();
    private final Map<String, Long> sealsKnownSince = new HashMap<>();
    private long forgotAt = -1;
    private boolean stopped;
    private boolean startsWhenStopped;
    private long eventsFreeAt;
    private long electorFreeAt;
    private long newestTold;
    private @Nullable Call asked;

    SimProcess(World world, Node node, String name, SimPod pod) {
        this.world = world;
        this.node = node;
        this.name = name;
        this.pod = pod;
        this.calls = new CallWindow(world, node);
        this.grace = revisionGrace(world);
        this.contender = node.plan().stranger() ? new Stranger(this) : new Member(this);
    }

    World world() {
        return world;
    }

    Node node() {
        return node;
    }

    String name() {
        return name;
    }

    /** Half of the schedules know no revisions; in the others each process is of one of two, or knows none. */
    RevisionGrace revisionGrace() {
        return grace;
    }

    private static RevisionGrace revisionGrace(World world) {
        Dice dice = world.pods().dice();
        boolean revised = world.schedule().seed() % 2 == 0;
        return revised
                ? new RevisionGrace(
                        dice.oneOf("old", "new", null), Duration.ofMillis(dice.below(1_000)), dice.chance(0.2))
                : RevisionGrace.NONE;
    }

    /** As whom it makes itself known while it waits. */
    StandbyInstance self() {
        return new StandbyInstance(node.plan().identity(), grace.revision());
    }

    /** The Pod that it lives in. */
    SimPod pod() {
        return pod;
    }

    Contender contender() {
        return contender;
    }

    boolean isAlive() {
        return alive;
    }

    // Life.

    void begin() {
        run(contender::start);
    }

    void end() {
        alive = false;
        contender.ended();
    }

    void stop(boolean exit) {
        run(() -> contender.stop(() -> {
            stopped = true;
            if (exit) {
                node.exited(this);
            } else if (startsWhenStopped) {
                startAgain();
            }
        }));
    }

    void startAgain() {
        startsWhenStopped = !stopped;
        if (stopped) {
            stopped = false;
            run(contender::start);
        }
    }

    void resign(Duration pause) {
        run(() -> contender.resign(pause));
    }

    /** It asks something of the server. */
    void spend() {
        node.budget().spend();
        if (!node.plan().stranger()) {
            calls.spend();
        }
    }

    /** Takes note of a request; returns the one before. */
    @Nullable
    Call asks(Call call) {
        Call before = asked;
        asked = call;
        return before;
    }

    // The thread.

    /** Runs the task as soon as the process runs. */
    void run(Runnable task) {
        if (!alive) {
            return;
        } else if (node.isFrozen()) {
            backlog.add(task);
        } else {
            task.run();
            contender.observe();
        }
    }

    void thaw() {
        int waiting = backlog.size();
        for (int i = 0; i < waiting; i++) {
            execute(backlog.remove());
        }
    }

    /** Puts a task behind those that wait for the elector's thread. Meanwhile other threads may call. */
    @Override
    public void execute(Runnable task) {
        if (node.behind > 0) {
            electorFreeAt =
                    Math.max(electorFreeAt, world.time().now() + node.dice().between(0, SECOND / 2));
            if (node.dice().chance(0.1)) {
                world.time().at(node.dice().between(world.time().now(), electorFreeAt), this::isCalledFromElsewhere);
            }
        }
        world.time().at(electorFreeAt, () -> run(task));
    }

    private void isCalledFromElsewhere() {
        if (contender instanceof Stranger) {
            return;
        } else if (node.dice().chance(0.5)) {
            resign(Duration.ofMillis(node.dice().below(1_000)));
        } else {
            stop(false);
            world.time().after(node.dice().between(0, 2 * SECOND), this::startAgain);
        }
    }

    /** Starts a task on a thread of its own. */
    TaskThreads.StartedTask start(String thread, Runnable task) {
        execute(task);
        return () -> {};
    }

    @Override
    public Reminder reminder(Runnable task) {
        return new AlarmReminder(this, task);
    }

    @Override
    public Cancellation schedule(Duration delay, Runnable task) {
        AtomicBoolean cancelled = new AtomicBoolean();
        Cancellation alarm = schedule(
                delay,
                () -> {
                    if (electorFreeAt > world.time().now()) {
                        world.time().at(electorFreeAt, () -> run(() -> runUnless(cancelled, task)));
                    } else {
                        task.run();
                    }
                },
                () -> true);
        return () -> {
            cancelled.set(true);
            alarm.cancel();
        };
    }

    private static void runUnless(AtomicBoolean cancelled, Runnable task) {
        if (!cancelled.get()) {
            task.run();
        }
    }

    /**
     * Sets a timer.
     *
     * @param wanted whether the task would do anything at present
     */
    Cancellation schedule(Duration delay, Runnable task, BooleanSupplier wanted) {
        Alarm alarm = new Alarm(node.clock().nanoTime() + delay.toNanos(), task, wanted);
        alarm.plan();
        return alarm;
    }

    /** A timer; it counts by the monotonic clock, and is never early and seldom punctual. */
    private final class Alarm implements Cancellation {
        private final long due;
        private final Runnable task;
        private final BooleanSupplier wanted;
        private boolean cancelled;

        Alarm(long due, Runnable task, BooleanSupplier wanted) {
            this.due = due;
            this.task = task;
            this.wanted = wanted;
        }

        void plan() {
            long left = node.clock().trueNanos(due - node.clock().nanoTime());
            long late = node.dice().between(0, node.sluggish > 0 ? SECOND / 2 : MILLI);
            world.time().ring(left + late, node, this::isWanted, () -> {
                if (!cancelled) {
                    run(this::ring);
                }
            });
        }

        private boolean isWanted() {
            return alive && !cancelled && wanted.getAsBoolean();
        }

        private void ring() {
            if (cancelled) {
                return;
            } else if (node.clock().nanoTime() - due < 0) {
                plan();
            } else {
                task.run();
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    /** Runs a listener's task after the one before, on a thread that may be slow. However each turn comes, they stay in line. */
    void tell(Runnable news) {
        untold.add(news);
        long delay = node.dice().between(0, node.slowListener > 0 ? 8 * SECOND : MILLI);
        eventsFreeAt = Math.max(world.time().now(), eventsFreeAt) + delay;
        world.time().at(eventsFreeAt, () -> run(() -> untold.remove().run()));
    }

    // What the process has been told about the lease.

    /**
     * Whether it knew, at that time, that somebody held the lease while it was the object of this uid, or had held it, or
     * had won it in a race. That it held it itself tells it of holders after that, and of none before.
     *
     * @param taken when the holder in question took it
     */
    boolean knewHolderOf(String uid, long taken, long then) {
        return holdersKnownSince.getOrDefault(uid, Long.MAX_VALUE) <= then
                || heldSince.getOrDefault(uid, Long.MAX_VALUE) <= Math.min(taken, then);
    }

    /** Its elector has failed at what it was told, or was told a lie: what it knows is less than what it heard. */
    void forgetHolders() {
        holdersKnownSince.clear();
        heldSince.clear();
        forgotAt = world.time().now();
    }

    /** Whether it had been told, by that time, of this object with the seal of one of ours. */
    boolean knewSealOf(String uid, long then) {
        return sealsKnownSince.getOrDefault(uid, Long.MAX_VALUE) <= then;
    }

    private void knowHolder(SimServer.Entry lease) {
        boolean own = lease.record()
                .validSeal()
                .filter(seal -> seal.process().equals(name()))
                .isPresent();
        if (own && forgotAt != world.time().now()) {
            heldSince.putIfAbsent(lease.version().uid(), world.time().now());
        } else if (!own && !lease.record().wasNeverHeld()) {
            knowHolderOf(lease.version().uid());
        }
        if (lease.record().validSeal().isPresent()) {
            sealsKnownSince.putIfAbsent(lease.version().uid(), world.time().now());
        }
    }

    private void knowHolderOf(String uid) {
        if (forgotAt != world.time().now()) {
            holdersKnownSince.putIfAbsent(uid, world.time().now());
        }
    }

    /** A replacement of this object came too late: somebody else has it. */
    void learnConflict(Version expected, BooleanSupplier heeded) {
        whenHandled(() -> {
            if (heeded.getAsBoolean()) {
                knowHolderOf(expected.uid());
            }
        });
    }

    /**
     * @param heeded whether the elector has not called the question off, when it comes to the answer
     */
    void learn(Answer answer, BooleanSupplier heeded) {
        if (answer instanceof Answer.Written written) {
            SimServer.Entry lease = (SimServer.Entry) written.lease();
            learnOf(lease.version());
            whenHandled(() -> {
                if (heeded.getAsBoolean()) {
                    knowHolder(lease);
                }
            });
        }
        if (answer instanceof Answer.Missing) {
            whenHandled(() -> {
                if (world.server().lease() != null) {
                    forgetHolders();
                }
                member().learnMissing();
            });
        } else if (answer instanceof Answer.Found found) {
            SimServer.Entry lease = (SimServer.Entry) found.lease();
            learnOf(lease.version());
            whenHandled(() -> {
                if (heeded.getAsBoolean()) {
                    knowHolder(lease);
                }
                member().told(lease, true);
            });
        }
    }

    void learnNews(SimServer.Entry lease) {
        learnOf(lease.version());
        whenHandled(() -> {
            if (member().heedsNews()) {
                knowHolder(lease);
            }
            member().told(lease, false);
        });
    }

    void learnDeletion(Version version) {
        learnOf(version);
        whenHandled(() -> member().learnDeleted(version));
    }

    /** What has just been put into the queue of the elector's thread is known when that thread comes to it. */
    private void whenHandled(Runnable knows) {
        if (electorFreeAt > world.time().now()) {
            world.time().at(electorFreeAt, () -> run(knows));
        } else {
            knows.run();
        }
    }

    private void learnOf(Version version) {
        newestTold = Math.max(newestTold, version.number().orElseThrow());
    }

    /** Whether it has not been told of this version or a later one. */
    boolean isNews(Version version) {
        return version.number().orElseThrow() > newestTold;
    }

    private Knowledge member() {
        return contender instanceof Knowledge told ? told : Knowledge.NOTHING;
    }
}
