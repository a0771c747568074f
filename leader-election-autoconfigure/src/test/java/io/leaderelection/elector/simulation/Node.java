package io.leaderelection.elector.simulation;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One machine, with its clocks and its way to the server, and the process that runs on it at the moment, if any. */
final class Node implements Participant {

    private final World world;
    private final int index;
    private final NodePlan plan;
    private final Dice dice;
    private final NodeClock clock;
    private final Link link;
    private final CallBudget budget;
    private final Shortage shortage;
    private @Nullable SimProcess process;
    private @Nullable SimPod pod;
    private int processes;
    private int paused;
    private int asleep;
    private int calls;
    private int foreignWrites;
    private int watches;

    int longWork;
    int slowListener;
    int sluggish;
    int behind;

    Node(World world, int index, NodePlan plan, Dice dice, CallBudget budget) {
        this.world = world;
        this.index = index;
        this.plan = plan;
        this.dice = dice;
        this.budget = budget;
        this.clock = new NodeClock(world.time(), plan.rate(), dice.between(-1L << 50, 1L << 50), plan.wallMillis());
        this.link = new Link(world.time(), dice.split());
        this.shortage = new Shortage(new Dice(31 * world.schedule().seed() + index));
        link.watchForbidden = plan.watchForbidden();
    }

    @Override
    public int index() {
        return index;
    }

    NodePlan plan() {
        return plan;
    }

    Dice dice() {
        return dice;
    }

    NodeClock clock() {
        return clock;
    }

    Link link() {
        return link;
    }

    Shortage shortage() {
        return shortage;
    }

    CallBudget budget() {
        return budget;
    }

    @Nullable
    SimProcess process() {
        return process;
    }

    // Processes.

    void start() {
        if (process == null) {
            pod = world.pods().forNextProcessOf(this, pod);
            SimPod home = pod;
            shortage.spare(() -> process = new SimProcess(world, this, "process-" + index + "-" + processes++, home));
            process.begin();
        } else {
            process.startAgain();
        }
    }

    /**
     * The process is gone from one moment to the next; what it had sent is on its way.
     *
     * @param obituaryAfter nanoseconds until its kubelet reports it; 0 if it never does
     */
    void crash(long obituaryAfter) {
        SimProcess dead = process;
        if (dead != null) {
            process = null;
            dead.end();
            if (obituaryAfter > 0) {
                world.hold(obituaryAfter, () -> world.pods().ended(dead.pod()));
            }
        }
    }

    /** A container ends while the process lives: its own, if the Pod's processes share a namespace; else another one. */
    void endContainer() {
        strikePod(plan.sharesProcesses() ? SimPod::containerEnds : SimPod::sidecarEnds);
    }

    /** Something happens to its Pod, which the process may know nothing of. */
    void strikePod(Consumer<SimPod> stroke) {
        if (pod != null && process != null) {
            stroke.accept(pod);
            world.pods().report(pod);
        }
    }

    void deletePod() {
        if (pod != null) {
            world.pods().delete(pod);
        }
    }

    void stop(boolean exit) {
        if (process != null) {
            process.stop(exit);
        }
    }

    void resign(Duration pause) {
        if (process != null) {
            process.resign(pause);
        }
    }

    void exited(SimProcess ended) {
        if (process == ended) {
            crash(dice.chance(0.5) ? dice.between(VirtualTime.MILLI, VirtualTime.SECOND) : 0);
        }
    }

    // Freezing.

    boolean isFrozen() {
        return paused > 0 || asleep > 0;
    }

    void pause() {
        paused++;
    }

    void resume() {
        paused--;
        thaw();
    }

    void fallAsleep() {
        if (asleep++ == 0) {
            clock.fallAsleep();
        }
    }

    void wakeUp() {
        if (--asleep == 0) {
            clock.wakeUp();
            thaw();
        }
    }

    private void thaw() {
        if (!isFrozen() && process != null) {
            // What is open now, before any timer has run, is open to every thread of the process.
            world.oracles().checkGates();
            process.thaw();
        }
    }

    boolean isOpen() {
        return process != null && !isFrozen() && process.contender().isOpen();
    }

    boolean isCapable() {
        return process != null && !isFrozen() && process.contender().isCapable();
    }

    boolean isLettingGo() {
        return process != null && process.contender().isLettingGo();
    }

    /** Number of the next write of a stranger among all of this node, whichever process sends it. */
    int nextForeignWrite() {
        return ++foreignWrites;
    }

    /** Number of the next request among all of this node. */
    int nextCall() {
        return ++calls;
    }

    /** Number of the next watch among all of this node. */
    int nextWatch() {
        return ++watches;
    }

    @Override
    public String toString() {
        return "node " + index;
    }
}
