package io.leaderelection.elector;

import io.leaderelection.Leadership;
import io.leaderelection.Leadership.Role;
import io.leaderelection.LossReason;
import io.leaderelection.gate.ClockReading;
import io.leaderelection.gate.Complaints;
import io.leaderelection.gate.ElectorClock;
import io.leaderelection.gate.GatedElection;
import io.leaderelection.gate.LeadershipSnapshot;
import io.leaderelection.gate.Term;
import io.leaderelection.lock.Answer;
import io.leaderelection.lock.ForeignText;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.Seal;
import io.leaderelection.lock.Standbys;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.status.ElectionMonitor;
import io.leaderelection.status.ElectionProblem;
import io.leaderelection.status.ElectionStatus;
import io.leaderelection.status.ElectionStatus.Mode;
import io.leaderelection.status.Measurement;
import io.leaderelection.status.StandbyStatus;
import io.leaderelection.status.Transition;
import io.leaderelection.status.Transition.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Records how an election fares: snapshots for whoever asks, and measurements for a monitor. Written by the elector's
 * thread only. Any thread may call {@link #leadership} and {@link #status}, which never wait.
 */
final class StatusRecorder implements ElectionObserver {

    /** Most transitions that are remembered. */
    static final int MOST_TRANSITIONS = 16;

    private final ElectionSettings settings;
    private final Elector elector;
    private final ElectorClock clock;
    private final StoreContact store;
    private final ElectionMonitor monitor;
    private final ListenerNotifier notifier;
    private final ElectorStallDetector stalls;
    private final Complaints complaints;
    private volatile Leadership leadership;
    private volatile List<Transition> transitions = List.of();

    private volatile List<StandbyStatus> standbys = List.of();

    /** The ended term whose work did not end in time, until it has. */
    private volatile @Nullable Term overdue;

    /** When the event arrived that is being recorded. */
    private ClockReading now;

    /** Whether what the store was asked last is a write. */
    private boolean writing;

    /** When the renewal was sent that the store was asked for last; {@code null} if it was asked for something else. */
    private @Nullable Long renewalSent;

    /** When the last sign of a leader was seen before this instance took the lease; {@code null} if none ever was. */
    private @Nullable Long leaderless;

    private long grantedAt;
    private long endedAt;
    private long changedAt;

    /** The leader after the latest transition. */
    private @Nullable String leader;

    /** Whether the event that is being recorded is the start: a watch is opened for the first time then. */
    private boolean starting;

    StatusRecorder(
            ElectionSettings settings,
            Elector elector,
            LeaseStore store,
            Ports ports,
            ElectionMonitor monitor,
            ListenerNotifier notifier) {
        this.settings = settings;
        this.elector = elector;
        this.clock = ports.clock();
        this.now = clock.now();
        this.store = new StoreContact(store);
        this.monitor = monitor;
        this.notifier = notifier;
        this.stalls = new ElectorStallDetector(ports.scheduler(), clock);
        this.complaints = new Complaints(settings.name());
        this.leadership = new LeadershipSnapshot(
                settings.name(), settings.identity(), Role.INACTIVE, null, null, 0, 0, now.wallTime(), null);
    }

    /** What the election knows of the election. Any thread. */
    Leadership leadership() {
        return leadership;
    }

    /**
     * How the election fares. Any thread.
     *
     * @param term the election's latest term
     * @param problem what keeps the election itself from its work
     */
    ElectionStatus status(GatedElection election, @Nullable Term term, @Nullable ElectionProblem problem) {
        Leadership known = leadership;
        Term late = overdue;
        return new StatusSnapshot(
                known,
                election.isLeader(),
                settings.campaign() ? Mode.CAMPAIGNING : Mode.OBSERVING,
                term == null ? null : term.sinceConfirmed(),
                term == null ? Duration.ZERO : term.timeLeft(),
                store.status(clock.nanoTime()),
                settings.timings(),
                election.callsInProgress(),
                election.deadWorkers(),
                late == null ? notifier.late() : unended(late),
                transitions,
                known.role() == Role.INACTIVE ? Duration.ZERO : stalls.silence(),
                known.role() == Role.INACTIVE ? List.of() : standbys,
                problem);
    }

    /** Names of the calls of a term that go on, and of the listener that does. Any thread. */
    List<String> unended(Term ended) {
        return Stream.concat(ended.callsInProgress().stream(), notifier.pending().stream())
                .toList();
    }

    /** Somebody else leads, or nobody; the role stays. */
    Leadership led(LeaseRecord record) {
        String address = record.validSeal().map(Seal::advertised).orElse(null);
        Leadership before = leadership;
        leadership = new LeadershipSnapshot(
                before.election(),
                before.identity(),
                before.role(),
                holder(record),
                address == null ? null : ForeignText.shown(address),
                before.term(),
                before.fencingToken(),
                before.since(),
                before.lastLoss());
        return leadership;
    }

    /**
     * The election has this role from now on.
     *
     * @param term the term that begins; {@code null} if none does
     * @param loss why a term has ended; {@code null} if none has
     */
    Leadership role(Role role, @Nullable Term term, @Nullable LossReason loss) {
        Leadership before = leadership;
        boolean knowsLeader = role != Role.INACTIVE;
        leadership = new LeadershipSnapshot(
                before.election(),
                before.identity(),
                role,
                knowsLeader ? before.leaderIdentity() : null,
                knowsLeader ? before.leaderAddress() : null,
                term == null ? before.term() : term.number(),
                term == null ? before.fencingToken() : term.token(),
                clock.now().wallTime(),
                loss == null ? before.lastLoss() : loss);
        return leadership;
    }

    private static @Nullable String holder(LeaseRecord record) {
        return record.isHeld() ? ForeignText.shown(record.holderIdentity()) : null;
    }

    /** Records an event that the elector has handled, and what it wants done. */
    void handled(ElectorEvent event, List<ElectorCommand> commands) {
        now = elector.now();
        starting = false;
        event.notifyObserver(this);
        commands.forEach(command -> command.handTo(this));
    }

    @Override
    public void start() {
        starting = true;
        store.started(now);
        changed(Kind.STARTED, null, null);
    }

    @Override
    public void answered(Answer answer) {
        if (answer instanceof StoreFailure failure) {
            store.failed(failure, writing, now);
            measured(new Measurement.RequestFailed(failure.kind()));
            return;
        }
        store.answered(writing, now);
        if (answer instanceof Answer.Found found) {
            saw(found.lease());
        } else if (answer instanceof Answer.Written written) {
            saw(written.lease());
        }
        if (renewalSent != null && answer instanceof Answer.Written) {
            measured(new Measurement.Renewed(since(renewalSent)));
        }
    }

    @Override
    public void rehearsed(Answer answer) {
        if (answer instanceof StoreFailure failure) {
            store.rehearsalFailed(failure, now);
            measured(new Measurement.RequestFailed(failure.kind()));
        } else {
            store.rehearsed();
        }
    }

    @Override
    public void news(@Nullable StoredLease lease) {
        store.heard(now);
        if (lease != null) {
            saw(lease);
        }
    }

    private void saw(StoredLease lease) {
        Standbys told = lease.standbys();
        if (told != null) {
            standbys =
                    told.all().stream().<StandbyStatus>map(StandbySnapshot::of).toList();
        }
    }

    @Override
    public void watchLive() {
        if (store.hasWatchFailure()) {
            measured(new Measurement.WatchRestarted());
        }
        store.watch(null, now);
    }

    @Override
    public void watchDown(StoreFailure failure) {
        store.watch(failure, now);
    }

    @Override
    public void workEnded() {
        overdue = null;
        measured(new Measurement.Drained(since(endedAt)));
    }

    @Override
    public void ask(ElectorCommand.Ask ask) {
        if (ask instanceof ElectorCommand.Rehearse) {
            return;
        }
        boolean held = elector.state() == State.LEADING || elector.state() == State.DRAINING;
        boolean replaces = ask instanceof ElectorCommand.Replace;
        writing = !(ask instanceof ElectorCommand.Read);
        renewalSent = replaces && held ? now.nanos() : null;
        if (replaces && elector.state() == State.TAKING) {
            ObservedLease seen = elector.seen();
            leaderless = seen.record().wasNeverHeld() && seen.lastHeld() == null ? null : seen.since();
        } else if (held && !writing) {
            measured(new Measurement.ReadBack());
        }
    }

    @Override
    public void watch() {
        if (!starting) {
            measured(new Measurement.WatchRestarted());
        }
    }

    @Override
    public void grant(Term term) {
        leader = settings.identity();
        grantedAt = now.nanos();
        changed(Kind.GRANTED, term, null);
        measured(new Measurement.Granted(leaderless == null ? Duration.ZERO : since(leaderless)));
    }

    @Override
    public void revoke(Term term, LossReason reason) {
        leader = null;
        endedAt = now.nanos();
        changed(Kind.REVOKED, term, reason);
        measured(new Measurement.Revoked(reason, since(grantedAt)));
    }

    @Override
    public void leaderSeen(LeaseRecord record) {
        if (elector.isMine(record)) {
            return;
        }
        if (record.isHeld()) {
            store.othersLead();
        }
        leader = holder(record);
        changed(Kind.LEADER_CHANGED, null, null);
    }

    @Override
    public void overdue(Term term) {
        overdue = term;
    }

    @Override
    public void stopped() {
        leader = null;
        store.stopped();
        changed(Kind.STOPPED, null, null);
    }

    private void changed(Kind kind, @Nullable Term term, @Nullable LossReason reason) {
        Duration lasted =
                kind == Kind.REVOKED ? since(grantedAt) : transitions.isEmpty() ? Duration.ZERO : since(changedAt);
        changedAt = now.nanos();
        List<Transition> latest = new ArrayList<>(MOST_TRANSITIONS);
        latest.add(new TransitionSnapshot(
                now.wallTime(),
                kind,
                leader,
                term == null ? 0 : term.number(),
                term == null ? 0 : term.token(),
                reason,
                lasted));
        latest.addAll(transitions.subList(0, Math.min(transitions.size(), MOST_TRANSITIONS - 1)));
        transitions = List.copyOf(latest);
    }

    /** A monitor that fails must not hurt the election. */
    private void measured(Measurement measurement) {
        try {
            monitor.measured(settings.name(), measurement);
        } catch (Throwable failure) {
            complaints.about("A monitor", monitor.getClass(), failure);
        }
    }

    private Duration since(long then) {
        return Duration.ofNanos(now.nanos() - then);
    }
}
