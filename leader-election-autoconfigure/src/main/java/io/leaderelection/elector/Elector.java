package io.leaderelection.elector;

import io.leaderelection.LossReason;
import io.leaderelection.elector.Arrival.Event;
import io.leaderelection.elector.ElectionTable.Row;
import io.leaderelection.gate.ClockReading;
import io.leaderelection.gate.ElectorClock;
import io.leaderelection.gate.Term;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import io.leaderelection.status.Timings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The elector of one election: a state machine that is told what happens and says what to do.
 *
 * <p>It is deterministic and single-threaded: it has no thread, lock, timer or I/O of its own, and all it knows of time
 * and chance comes through ports. Which input does what in which state stands in {@link ElectionTable}; what decides
 * about safety stands in {@link Rules}. This class holds what an elector remembers, and the few actions that all states
 * share: asking the store, setting alarms, telling the listener. {@link Candidacy} does the work of the states without
 * the lease, {@link Tenure} and {@link Release} of those with it.
 */
final class Elector {

    final ElectionSettings settings;
    final TakeoverRules takeover;

    /** The clocks when the input that is being handled arrived. */
    ClockReading now;

    private State state = State.STOPPED;

    /** States that the row which is being played may lead to. */
    private Set<State> next = EnumSet.allOf(State.class);

    Observation observation;

    /** Writes of ours whose outcome is not known (I8). */
    final List<Attempt> unresolved = new ArrayList<>();

    /** Processes that are proven dead, by the name in their seals (I14), with the time of the proof. */
    final Map<String, Long> dead = new HashMap<>();

    /** The term that is held or was held last; its work may still be running. */
    @Nullable
    Term term;

    /** Whether a term's work or listeners have not come to their end. */
    boolean workRunning;

    /** Whether a stop was asked for, so that the way ends in STOPPED. */
    boolean stopping;

    /** How long to leave the lease to others once it is released. */
    Duration pause = Duration.ZERO;

    /** Monotonic time until which the lease is left to others; {@code null} if it is not. */
    @Nullable
    Long pausedUntil;

    boolean watchLive;

    /** Requests in a row that failed or lost a race; each makes the next pause longer. */
    int failures;

    /** What the latest failed write was to replace: a read that finds it unchanged explains no failure. */
    private @Nullable Version refused;

    /** Token of the latest term. An attempt that came to nothing does not count: the store knows nothing of it. */
    long highestToken;

    /** Random name of the present start of this elector, which signs its writes. */
    String incarnation = "";

    /** Whether what the end of a term needs is there: asked before a term is taken, and before it begins. */
    private final BooleanSupplier equipped;

    private final ElectorClock clock;
    private final Randomness random;
    private final Scribe scribe;
    private final Candidacy candidacy = new Candidacy(this);
    private final Holding holding = new Holding(this);
    private final Release release = new Release(this, holding);
    private final Tenure tenure = new Tenure(this, holding, release);
    private final List<Effect> effects = new ArrayList<>();
    private final Set<Alarm> armed = EnumSet.noneOf(Alarm.class);
    private LeaseRecord leaderSeen = LeaseRecord.VACANT;
    private final Pace pace;
    private @Nullable Asked asked;
    private long requests;

    /**
     * @param process random name of this process, the same for all its electors
     */
    Elector(ElectionSettings settings, TakeoverRules takeover, ElectorClock clock, Randomness random, String process) {
        this(settings, takeover, clock, random, process, () -> true);
    }

    /**
     * @param process random name of this process, the same for all its electors
     * @param equipped whether what the end of a term needs is there; tries to get it
     */
    Elector(
            ElectionSettings settings,
            TakeoverRules takeover,
            ElectorClock clock,
            Randomness random,
            String process,
            BooleanSupplier equipped) {
        this.settings = settings;
        this.takeover = takeover;
        this.equipped = equipped;
        this.clock = clock;
        this.random = random;
        this.scribe = new Scribe(settings, process);
        this.pace = takeover.pace(settings.timings());
        this.now = clock.now();
        this.observation = Observation.none(now.nanos());
    }

    /** Handles one input and says what to do, in order. */
    List<Effect> handle(Input input) {
        if (input instanceof Input.WorkEnded) {
            // Before anything can fail: it is told once, and whoever forgot it would never campaign again.
            workRunning = false;
        }
        now = clock.now();
        effects.clear();
        if (input instanceof Input.Answered answered && !isAwaited(answered.request())) {
            return List.of();
        }
        play(arrival(input));
        return List.copyOf(effects);
    }

    /** Does what the table says; nothing, where it has no such row. */
    private void play(Arrival arrival) {
        Row row = ElectionTable.row(state, arrival.event());
        if (row != null) {
            next = row.next();
            row.action().accept(this, arrival);
            become(state);
        }
    }

    State state() {
        return state;
    }

    /**
     * Goes to a state, or stays in it: the only way.
     *
     * @throws IllegalStateException if the table does not lead there
     */
    void become(State to) {
        if (!next.contains(to)) {
            throw new IllegalStateException("From %s the table leads to %s, not to %s".formatted(state, next, to));
        }
        state = to;
    }

    boolean isEquipped() {
        return equipped.getAsBoolean();
    }

    /**
     * Gives up in the middle of whatever it was doing, for it has failed: nothing it was waiting for counts any more, and
     * it is stopped until it is started again.
     *
     * @param held the term whose end nobody has been told yet; {@code null} if there is none
     */
    List<Effect> abandon(@Nullable Term held) {
        effects.clear();
        callOff();
        forgetAll();
        next = EnumSet.of(State.STOPPED);
        become(State.STOPPED);
        emit(new Effect.Unwatch());
        if (held != null) {
            term = held;
            revoke(held, LossReason.FAILED);
        }
        return List.copyOf(effects);
    }

    Candidacy candidacy() {
        return candidacy;
    }

    Holding holding() {
        return holding;
    }

    Release release() {
        return release;
    }

    Tenure tenure() {
        return tenure;
    }

    // What the store is asked: one request at a time, and never more than the pace allows. A new one calls the one
    // before off; one that comes too soon is not sent, and NEXT rings when its turn has come.

    /**
     * What is being waited for.
     *
     * @param attempt the write of a term, if it is one
     * @param replaces the version that is written over: {@link #NO_LEASE} by a creation, {@code null} by a read
     * @param known what was known of the lease when this was asked
     */
    record Asked(
            long request,
            @Nullable Attempt attempt,
            @Nullable Version replaces,
            Observation known) {

        /** Stands for the version of a lease that is not there. */
        static final Version NO_LEASE = new Version("", "");
    }

    boolean isAwaited(long request) {
        return asked != null && asked.request() == request;
    }

    boolean isAsking() {
        return asked != null;
    }

    boolean isWriting() {
        return asked != null && asked.attempt() != null;
    }

    /** What an input means now. */
    Event eventOf(Input input) {
        Event event = Arrival.eventOf(input);
        boolean mayLearn = state == State.STANDBY || state == State.TAKING;
        boolean tells = event == Event.FOUND || event == Event.MISSING || event == Event.WRITTEN;
        boolean overtaken = mayLearn
                && tells
                && asked != null
                && Rules.isOvertaken(asked.known(), observation, Arrival.versionIn(input));
        return overtaken ? Event.OVERTAKEN : event;
    }

    /** Takes note of the request or the alarm that is over with this input, and says what it means. */
    Arrival arrival(Input input) {
        Event event = eventOf(input);
        Asked over = null;
        if (input instanceof Input.Answered) {
            over = answered();
        } else if (input instanceof Input.Due due) {
            armed.remove(due.alarm());
            over = due.alarm() == Alarm.ATTEMPT ? callOff() : null;
        }
        if (over != null) {
            count(event, over, Arrival.versionIn(input));
        }
        return new Arrival(event, input, over == null ? null : over.attempt());
    }

    /** Takes note that the request under way is over; says which one it was. */
    @Nullable
    Asked answered() {
        clear(Alarm.ATTEMPT);
        Asked over = asked;
        asked = null;
        return over;
    }

    /** Reads. What follows from a read is often a write: there must be room for both, or reads could keep it out. */
    void read() {
        Duration timeout = settings.timings().attemptTimeout();
        if (!isTooSoon(2)) {
            emit(new Effect.Read(ask(null, null, timeout), timeout));
        }
    }

    void create() {
        Duration timeout = settings.timings().attemptTimeout();
        if (!isTooSoon(1)) {
            emit(new Effect.Create(ask(null, Asked.NO_LEASE, timeout), LeaseRecord.VACANT, timeout));
        }
    }

    /**
     * Sends a write whose outcome is unknown until the store has told it.
     *
     * @return whether it was sent
     */
    boolean write(StoredLease expected, Supplier<Attempt> content, Duration timeout) {
        if (isTooSoon(1)) {
            return false;
        }
        Attempt attempt = content.get();
        unresolved.removeIf(earlier -> now.nanos() - earlier.sent().nanos() > renewDeadline());
        unresolved.add(attempt);
        emit(new Effect.Replace(ask(attempt, expected.version(), timeout), expected, attempt.record(), timeout));
        return true;
    }

    private boolean isTooSoon(int requests) {
        long wait = pace.untilFree(requests, now.nanos());
        if (wait > 0) {
            arm(Alarm.NEXT, Duration.ofNanos(wait));
        }
        return wait > 0;
    }

    /** Counts failures in a row. A read ends the row only if it explains why the last write failed: it finds a change. */
    private void count(Event event, Asked over, @Nullable Version found) {
        if (event == Event.CONFLICT || event == Event.TROUBLE) {
            failures++;
            refused = over.replaces() == null ? refused : over.replaces();
        } else if (over.replaces() != null || !(found == null ? Asked.NO_LEASE : found).equals(refused)) {
            forgetFailures();
        }
    }

    void forgetFailures() {
        failures = 0;
        refused = null;
    }

    /** The outcome of this write is known; writes before it were applied before it or never will be. */
    void settle(Attempt attempt) {
        unresolved.removeIf(earlier -> earlier.number() <= attempt.number());
    }

    private long ask(@Nullable Attempt attempt, @Nullable Version replaces, Duration timeout) {
        callOff();
        pace.sent(now.nanos());
        asked = new Asked(++requests, attempt, replaces, observation);
        arm(Alarm.ATTEMPT, timeout);
        return requests;
    }

    /** Waits no longer for the request under way. A write stays unresolved; what it was is returned. */
    @Nullable
    Asked callOff() {
        if (asked != null) {
            emit(new Effect.Cancel(asked.request()));
        }
        return answered();
    }

    /** A write that takes or renews a term of mine. */
    Attempt attempt(Instant acquired, int transitions, long token) {
        return scribe.hold(incarnation, now, acquired, transitions, token);
    }

    /** A write that gives my term back. */
    Attempt release(LeaseRecord held, long token) {
        return scribe.release(incarnation, now, held, token);
    }

    Term newTerm(Attempt attempt) {
        int transitions = Objects.requireNonNullElse(attempt.record().leaseTransitions(), 0);
        return new Term(clock, attempt.sent(), settings.timings().renewDeadline(), transitions, attempt.token());
    }

    // Time.

    long renewDeadline() {
        return settings.timings().renewDeadline().toNanos();
    }

    void arm(Alarm alarm, Duration delay) {
        armed.add(alarm);
        emit(new Effect.SetAlarm(alarm, delay.isNegative() ? Duration.ZERO : delay));
    }

    void armAt(Alarm alarm, long nanos) {
        arm(alarm, Duration.ofNanos(nanos - now.nanos()));
    }

    void clear(Alarm alarm) {
        if (armed.remove(alarm)) {
            emit(new Effect.ClearAlarm(alarm));
        }
    }

    /** A pause after a failure: short at first, doubled by each further one up to the retry period, jittered. */
    Duration pauseAfterFailure(@Nullable Duration asked) {
        Timings timings = settings.timings();
        long doubled = timings.firstPause().toNanos() << Math.min(failures - 1, 16);
        long longest = Math.min(doubled, timings.retryPeriod().toNanos());
        Duration own = Duration.ofNanos((long) (longest * (0.5 + random.nextFraction() / 2)));
        return asked == null || asked.compareTo(own) < 0 ? own : asked;
    }

    /** Somebody wrote first, most likely: look at once, but do not race an editor in a loop. */
    Duration pauseAfterConflict() {
        return failures == 1 ? Duration.ZERO : pauseAfterFailure(null);
    }

    /** A polling period, or a part of it, jittered so that many candidates do not ask at once. */
    Duration jittered(Duration period) {
        return Duration.ofNanos((long) (period.toNanos() * (0.8 + 0.4 * random.nextFraction())));
    }

    // What others are told.

    void tellLeader(LeaseRecord record) {
        boolean same = leaderSeen.isHeld() == record.isHeld()
                && (!record.isHeld() || Objects.equals(leaderSeen.holderIdentity(), record.holderIdentity()));
        if (!same) {
            leaderSeen = record;
            emit(new Effect.LeaderSeen(record));
        }
    }

    void emit(Effect effect) {
        effects.add(effect);
    }

    void revoke(Term ended, LossReason reason) {
        ended.shut();
        workRunning = true;
        emit(new Effect.Revoke(ended, reason));
        arm(Alarm.DRAIN, settings.drainTimeout());
    }

    // What happens in every state alike.

    void start() {
        incarnation = random.nextName();
        stopping = false;
        forgetFailures();
        pause = Duration.ZERO;
        pausedUntil = null;
        dead.clear();
        watch();
        become(workRunning ? State.LOST : State.STANDBY);
        observation = observation.startedAgain(now.nanos());
        leaderSeen = LeaseRecord.VACANT;
        read();
    }

    /** Stops an elector that holds no term: at once, unless a lease may have been taken without our knowing. */
    void stopCandidacy() {
        stopping = true;
        Attempt last = lastUnresolved();
        if (last == null) {
            stopped();
        } else {
            release.giveBackTaken(last);
        }
    }

    /** Steps down without a term: a lease that may have been taken, and not be known to be, begins none any more. */
    void resignCandidacy(Duration pauseAfter) {
        Attempt last = lastUnresolved();
        if (last != null) {
            pause = pauseAfter;
            release.giveBackTaken(last);
        }
    }

    /** The latest write whose outcome is not known, unless its time is over; {@code null} if there is none. */
    private @Nullable Attempt lastUnresolved() {
        Attempt last = unresolved.isEmpty() ? null : unresolved.get(unresolved.size() - 1);
        return last == null || now.nanos() - last.sent().nanos() >= renewDeadline() ? null : last;
    }

    /** Stops an elector whose lost term's work may be running: when that has ended, or has had its time. */
    void stopAfterWork() {
        stopping = true;
        if (!armed.contains(Alarm.DRAIN)) {
            stopped();
        }
    }

    void resign(Duration pauseAfter) {
        pause = pauseAfter;
        tenure.drain(LossReason.RESIGNED);
    }

    void stopLeading() {
        stopping = true;
        tenure.drain(LossReason.STOPPED);
    }

    /** Goes where this elector goes without a term: to standby, or to rest. */
    void leave() {
        callOff();
        clear(Alarm.DEADLINE);
        forgetFailures();
        if (stopping) {
            stopped();
            return;
        }
        become(State.STANDBY);
        if (!pause.isZero()) {
            pausedUntil = now.nanos() + pause.toNanos();
            pause = Duration.ZERO;
        }
        read();
    }

    void stopped() {
        callOff();
        forgetAll();
        become(State.STOPPED);
        emit(new Effect.Unwatch());
        emit(new Effect.Stopped());
    }

    private void forgetAll() {
        EnumSet.allOf(Alarm.class).forEach(this::clear);
        unresolved.clear();
        watchLive = false;
    }

    /** Hears whether the watch works. Told again that it does not, an elector goes on polling and begins no new pause. */
    void watchIs(boolean live) {
        boolean changed = watchLive != live;
        watchLive = live;
        if (live) {
            listen();
        } else if (changed) {
            clear(Alarm.SILENCE);
            candidacy.judge();
        }
    }

    /** Expects the next news within twice the time that the holder takes to renew. */
    void listen() {
        if (watchLive && observation.record().isHeld()) {
            long interval = observation.interval() > 0
                    ? observation.interval()
                    : settings.timings().leaseDuration().toNanos() / 2;
            arm(
                    Alarm.SILENCE,
                    Duration.ofNanos(2 * interval).plus(settings.timings().retryPeriod()));
        }
    }

    void watchIsSilent() {
        if (watch()) {
            listen();
        }
    }

    /** Opens the watch, or opens it anew; SILENCE rings for it later where that comes too soon. */
    private boolean watch() {
        long wait = pace.untilFree(1, now.nanos());
        if (wait > 0) {
            arm(Alarm.SILENCE, Duration.ofNanos(wait));
        } else {
            pace.sent(now.nanos());
            emit(new Effect.Watch());
        }
        return wait <= 0;
    }
}
