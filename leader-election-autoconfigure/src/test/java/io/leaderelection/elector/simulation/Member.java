package io.leaderelection.elector.simulation;

import io.leaderelection.Leadership;
import io.leaderelection.LossReason;
import io.leaderelection.elector.ElectionSettings;
import io.leaderelection.elector.LeadershipListener;
import io.leaderelection.elector.Ports;
import io.leaderelection.elector.SimulatedElection;
import io.leaderelection.elector.State;
import io.leaderelection.gate.ElectorClock;
import io.leaderelection.gate.Term;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.Version;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The product's elector in a simulated process, under the eyes of the oracles. */
final class Member implements Contender, Knowledge, LeadershipListener {

    private static final long NEVER = Long.MAX_VALUE;

    private final SimProcess process;
    private final SimulatedElection simulated;
    private final LeaderWork work;
    private final Map<Long, TermTrace> traces = new HashMap<>();
    private @Nullable Term term;
    private Leadership.Role role = Leadership.Role.INACTIVE;
    private boolean started;
    private int grantsTold;
    private int revocationsTold;
    private long toldOtherAt = NEVER;
    private long grantedAt;
    private int grant;
    private Duration resignPause = Duration.ZERO;
    private long restsUntil;
    private State told = State.STOPPED;

    /** Whether it was told to stop and not to start again since. */
    private boolean leftAlone;

    /** Orders to resign that its elector's thread has not come to. */
    private int resignations;

    Member(SimProcess process) {
        this.process = process;
        World world = process.world();
        Mutant mutant = world.mutant();
        Schedule schedule = world.schedule();
        ElectionSettings settings = new ElectionSettings(
                "simulated",
                process.node().plan().identity(),
                null,
                schedule.timings().withDrainTimeout(schedule.drainTimeout()),
                true,
                schedule.releasesOnStop(),
                0,
                Duration.ZERO,
                schedule.longestWait(),
                process.revisionGrace());
        ElectorClock clock = mutant.clock(process.node().clock());
        LeaseStore store = new ShortStore(mutant.store(process), process.node().shortage());
        Ports ports = new ShortPorts(process, mutant).ports(clock);
        this.simulated = new SimulatedElection(
                settings,
                store,
                ports,
                this,
                (election, call, outcome) -> process.node().shortage().strike(),
                (election, measurement) -> process.node().shortage().strike(),
                schedule.rehearsals());
        this.work = world.choices().workOf(process, simulated.election());
    }

    SimProcess process() {
        return process;
    }

    LeaderWork work() {
        return work;
    }

    @Nullable
    Term term() {
        return term;
    }

    // As the process's elector.

    @Override
    public void start() {
        started = true;
        leftAlone = false;
        process.node().shortage().spare(simulated.election()::start);
    }

    @Override
    public void stop(Runnable stopped) {
        leftAlone = true;
        simulated.election().stop().thenRun(() -> {
            started = false;
            stopped.run();
        });
        isOpen();
    }

    @Override
    public void resign(Duration pause) {
        boolean leads = simulated.state() == State.LEADING;
        resignations++;
        simulated.election().resign(pause);
        process.node().shortage().spare(() -> simulated.afterwards(() -> resignations--));
        isOpen();
        if (leads) {
            resignPause = pause;
        }
    }

    /** Looks at the gate, which must be shut from the moment at which a stop or a resignation returns. */
    @Override
    public boolean isOpen() {
        boolean open = process.node().shortage().spare(simulated.election()::isLeader);
        if (open && (leftAlone || resignations > 0)) {
            throw process.world()
                    .found(new Violation(
                            Oracle.STEPS_DOWN,
                            process.node() + " has an open gate after " + (leftAlone ? "stop" : "resign")));
        }
        return open;
    }

    /** Whether it waits for the lease. */
    boolean waits() {
        return simulated.state() == State.STANDBY;
    }

    @Override
    public boolean isCapable() {
        State state = simulated.state();
        return started
                && (state == State.STANDBY || state == State.TAKING || state == State.LEADING)
                && process.node().clock().nanoTime() - restsUntil >= 0
                && resignPause.isZero();
    }

    /** Whether it takes no part though it was started, and no work of it is awaited. */
    boolean isOut() {
        State state = simulated.state();
        return started && !work.isRunning() && (state == State.STOPPED || state == State.LOST);
    }

    @Override
    public boolean isLettingGo() {
        State state = simulated.state();
        return state == State.DRAINING || state == State.RELEASING;
    }

    @Override
    public void ended() {
        work.killed();
    }

    // What happened.

    @Override
    public void observe() {
        if (simulated.state() != told) {
            told = simulated.state();
            process.world().tell(() -> process.node() + " is " + told);
        }
        Term latest = simulated.term();
        if (latest != term && latest != null) {
            term = latest;
            toldOtherAt = NEVER;
            grantedAt = process.world().time().now();
            grant = process.world().oracles().nextGrant();
            process.world().oracles().granted(this, latest);
            work.begin(latest);
        }
        Leadership now = simulated.election().leadership();
        if (role == Leadership.Role.LEADER && now.role() != Leadership.Role.LEADER) {
            LossReason reason = now.lastLoss();
            if (reason != null && !reason.isVoluntary() && reason != LossReason.FAILED) {
                process.world().oracles().lost(this, reason);
            }
        }
        role = now.role();
        if (!resignPause.isZero() && simulated.state() == State.STANDBY) {
            restsUntil = process.node().clock().nanoTime() + resignPause.toNanos();
            resignPause = Duration.ZERO;
        }
    }

    long grantedAt() {
        return grantedAt;
    }

    /** Number of its latest term among the terms of all. */
    int grant() {
        return grant;
    }

    @Override
    public void granted(Leadership leadership) {
        grantsTold++;
        alternates(grantsTold == revocationsTold + 1, "granted");
        process.node().shortage().strike();
    }

    @Override
    public void revoked(Leadership leadership, LossReason reason) {
        revocationsTold++;
        alternates(grantsTold == revocationsTold, "revoked");
        work.told(reason, process.world().mutant().forgetsLostWork());
        process.node().shortage().strike();
    }

    private void alternates(boolean right, String what) {
        if (!right) {
            throw process.world()
                    .found(new Violation(
                            Oracle.CALLBACKS,
                            process.node() + " was told '" + what + "' out of turn: " + grantsTold + " grants and "
                                    + revocationsTold + " revocations so far"));
        }
    }

    /** Whether every listener that was told of a grant has been told of its end, and has returned. */
    boolean listenersAreDone() {
        return grantsTold == revocationsTold;
    }

    @Override
    public void leaderChanged(Leadership leadership) {
        process.node().shortage().strike();
    }

    @Override
    public @Nullable String telling() {
        process.node().shortage().strike();
        return null;
    }

    // Terms, as the server saw them.

    /** A write of a term of this elector was applied. */
    TermTrace applied(Call call, Version written) {
        long token = call.seal() == null ? 0 : call.seal().token();
        TermTrace trace = traces.get(token);
        if (trace == null) {
            trace = new TermTrace(token, call.sent(), written, call.sentAt());
            traces.put(token, trace);
        } else {
            trace.applied(call.sent(), written);
        }
        return trace;
    }

    @Nullable
    TermTrace trace() {
        return term == null ? null : traces.get(term.token());
    }

    // What this elector could know.

    /** Whether it has been told that the lease is not its own any more, and could hear it. */
    boolean knowsOfOther() {
        return toldOtherAt
                < process.world().time().now() - process.node().shortage().delay();
    }

    /** What comes when it has stopped, or has nothing left to do but to give the lease back, is not for it. */
    @Override
    public boolean heedsNews() {
        State state = simulated.state();
        return state != State.STOPPED && state != State.RELEASING;
    }

    @Override
    public void learnMissing() {
        tellOther();
    }

    @Override
    public void learnDeleted(Version version) {
        TermTrace trace = trace();
        if (trace != null && trace.version().uid().equals(version.uid())) {
            tellOther();
        }
    }

    @Override
    public void told(SimServer.Entry lease, boolean read) {
        TermTrace trace = trace();
        if (trace == null || lease.version().isOldAgainst(trace.version())) {
            return;
        }
        boolean otherObject = !lease.version().uid().equals(trace.version().uid());
        if (read || !otherObject) {
            tellOther();
        }
    }

    private void tellOther() {
        toldOtherAt = Math.min(toldOtherAt, process.world().time().now());
    }
}
