package io.leaderelection.group.simulation;

import io.leaderelection.GatedCall;
import io.leaderelection.LeaderElection;
import io.leaderelection.Leadership;
import io.leaderelection.LossReason;
import io.leaderelection.elector.AlarmReminder;
import io.leaderelection.elector.ElectorScheduler;
import io.leaderelection.elector.Ports;
import io.leaderelection.elector.Randomness;
import io.leaderelection.elector.simulation.Message;
import io.leaderelection.elector.simulation.Participant;
import io.leaderelection.gate.ElectorClock;
import io.leaderelection.gate.StandingThread;
import io.leaderelection.gate.TaskThreads;
import io.leaderelection.group.GroupSettings;
import io.leaderelection.group.LeaseShardGroup;
import io.leaderelection.group.ShardListener;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.spi.CallAdmission;
import io.leaderelection.status.ElectionMonitor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One process of a played group: its threads, its clock, its way to the server, and its calls. */
final class GroupNode implements Participant, ShardListener {

    /** A call at work on a shard. */
    record Work(int shard, GatedCall call) {}

    final GroupWorld world;
    final String name;
    final LeaseShardGroup group;
    final List<Work> work = new ArrayList<>();

    /** What waits for a paused process. */
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    private final Queue<Runnable> untold = new ArrayDeque<>();
    private final Map<Integer, Boolean> told = new HashMap<>();

    /** Tells processes of one name apart. */
    private final int place;

    private int names;
    private int numbers;
    private final LeaderElection[] elections;

    /** When it wrote its seat the last time. */
    long renewed;

    /** Whether somebody has meddled with a seat since. */
    boolean robbed;

    /** Whether its number of shards is another one. */
    boolean odd;

    boolean dead;
    boolean paused;
    boolean wanted;

    /** Whether nothing comes through to the server and back. */
    boolean cut;

    /** Whether answers and news, and only they, are lost. */
    boolean deaf;

    GroupNode(GroupWorld world, String name, GroupSettings settings) {
        this.world = world;
        this.name = name;
        this.place = world.nodes.size();
        Scheduler scheduler = new Scheduler();
        Ports ports = new Ports(
                new Clock(), scheduler, new Chance(), (StandingThread) this::tellInOrder, new Threads(), "p-" + name);
        this.group = new LeaseShardGroup(
                settings,
                stores(settings, true),
                stores(settings, false),
                new GroupWire(this, GroupWorld.ASSIGNMENT, false),
                ports,
                (election, call, outcome) -> {},
                this,
                election -> {
                    throw new IllegalStateException("nothing is carried");
                },
                ElectionMonitor.NONE);
        this.elections =
                IntStream.range(0, settings.shards()).mapToObj(group::election).toArray(LeaderElection[]::new);
    }

    private List<LeaseStore> stores(GroupSettings settings, boolean own) {
        return IntStream.range(0, settings.seats())
                .<LeaseStore>mapToObj(seat -> new GroupWire(this, "seat-" + seat, own))
                .toList();
    }

    /** Whether its process runs. */
    boolean runs() {
        return !dead && !paused;
    }

    @Override
    public int index() {
        return place;
    }

    /** One that is paused does not; one that is dead hears in vain. */
    @Override
    public boolean hears() {
        return dead || !paused;
    }

    /** Number of the next thing of its kind among all of this process. */
    int nextNumber() {
        return ++numbers;
    }

    /** Has something happen in this process, when it runs. */
    void later(long nanos, Runnable task) {
        world.after(nanos, () -> happen(task));
    }

    /** Has something happen in this process, once it runs. */
    void happen(Runnable task) {
        if (paused && !dead) {
            waiting.add(task);
        } else if (!dead) {
            world.oracles.touches(this);
            task.run();
        }
    }

    void resume() {
        paused = false;
        while (!waiting.isEmpty() && runs()) {
            Runnable next = waiting.poll();
            world.after(0, () -> happen(next));
        }
    }

    void start() {
        wanted = true;
        group.start();
    }

    void stop() {
        wanted = false;
        group.stop();
    }

    boolean isOpen(int shard) {
        return !dead && elections[shard].isLeader();
    }

    /** A call begins, if it is let in, and ends some time later. */
    void callsInto(int shard, long nanos) {
        Work begun = begin(shard);
        if (begun != null) {
            later(nanos, () -> end(begun));
        }
    }

    /** A call begins, if it is let in, and ends some time after it is told to stop. */
    private void worksOn(int shard) {
        Work begun = begin(shard);
        if (begun != null) {
            begun.call()
                    .onStop(() -> world.time.deliver(
                            0,
                            new Message(
                                    Message.Kind.WORK,
                                    this,
                                    begun,
                                    () -> "the work on shard " + shard + " ends",
                                    () -> !dead && work.contains(begun),
                                    () -> happen(() -> end(begun)))));
        }
    }

    private @Nullable Work begin(int shard) {
        GatedCall call = CallAdmission.of(group.election(shard)).tryEnter("work");
        if (call == null) {
            return null;
        }
        Work begun = new Work(shard, call);
        work.add(begun);
        return begun;
    }

    private void end(Work ended) {
        work.remove(ended);
        ended.call().close();
    }

    @Override
    public void granted(List<Leadership> shards) {
        shards.forEach(shard -> tell(shard, true));
    }

    @Override
    public void revoked(List<Leadership> shards, LossReason reason) {
        shards.forEach(shard -> tell(shard, false));
    }

    private void tell(Leadership leadership, boolean granted) {
        int shard = Integer.parseInt(leadership.election().substring("g-".length()));
        Boolean before = told.put(shard, granted);
        world.oracles.check(
                before == null ? granted : before != granted,
                "ALTERNATES",
                () -> name + " hears " + (granted ? "granted" : "revoked") + " of shard " + shard + " again");
        if (granted && world.choices.worksOnAllShards()) {
            worksOn(shard);
        }
    }

    private void tellInOrder(Runnable news) {
        untold.add(news);
        later(world.choices.between(0, 20 * GroupWorld.MILLI), () -> {
            Runnable next = untold.poll();
            if (next != null) {
                next.run();
            }
        });
    }

    /** Sets an alarm. */
    ElectorScheduler.Cancellation ring(Duration delay, Runnable task) {
        boolean[] cancelled = {false};
        world.time.ring(
                Math.max(0, delay.toNanos()),
                this,
                () -> !dead && !cancelled[0],
                () -> happen(() -> {
                    if (!cancelled[0]) {
                        task.run();
                    }
                }));
        return () -> cancelled[0] = true;
    }

    private final class Clock implements ElectorClock {

        @Override
        public long nanoTime() {
            return world.now();
        }

        @Override
        public long wallMillis() {
            return world.now() / 1_000_000;
        }

        @Override
        public long bootNanos() {
            return world.now();
        }
    }

    private final class Scheduler implements ElectorScheduler {

        @Override
        public void execute(Runnable task) {
            later(0, task);
        }

        @Override
        public Cancellation schedule(Duration delay, Runnable task) {
            return ring(delay, task);
        }

        @Override
        public Reminder reminder(Runnable task) {
            return new AlarmReminder(this, task);
        }
    }

    /** Threads that have ended when they have been started; stop signals come a little later. */
    private final class Threads implements TaskThreads {

        @Override
        public StartedTask start(String thread, Runnable task) {
            later(0, task);
            return () -> {};
        }

        @Override
        public StandingThread standing(String thread) {
            return task -> later(0, task);
        }
    }

    private final class Chance implements Randomness {

        @Override
        public String nextName() {
            return name + "-" + place + "-" + ++names;
        }

        @Override
        public double nextFraction() {
            return world.choices.fraction(place);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
