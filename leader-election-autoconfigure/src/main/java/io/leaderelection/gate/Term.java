package io.leaderelection.gate;

import io.leaderelection.GatedCall;
import io.leaderelection.GatedCallListener;
import io.leaderelection.GatedCallListener.Outcome;
import io.leaderelection.Leadership;
import io.leaderelection.NotLeaderException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One term of leadership: the gate that every protected call passes, and the work that it let in.
 *
 * <p>The gate is open until {@code send time of the last confirmed write + renew deadline}, compared with the clock at
 * every question (I3). Once anybody has seen it shut it stays shut for good (I11): the first to see the deadline passed
 * also closes it, so that a late renewal cannot open it again.
 *
 * <p>Any thread may ask and enter; only the elector's thread extends and shuts.
 */
public sealed class Term permits ShardTerm {

    /** Wall and monotonic time may come apart by this much before boot time is asked whether the machine slept. */
    private static final long CLOCK_DRIFT_NANOS = 250_000_000L;

    private final ElectorClock clock;
    private final long deadlineNanos;
    private final long number;
    private final long token;
    private final InFlightCalls calls = new InFlightCalls();

    /** Set before the term is shown to anybody. */
    private @Nullable Leadership leadership;

    private GatedCallListener listener = GatedCallListener.NONE;

    private Consumer<Runnable> signals = Runnable::run;

    /** Until when the term holds; {@code null} once it has ended. Read by any thread, changed by compare-and-set. */
    private final AtomicReference<@Nullable Validity> validity;

    /**
     * Begins a term, which is open at once unless its time is over already.
     *
     * @param sent the clocks before the acquiring write was sent
     * @param renewDeadline how long the term lasts after each confirmed write
     * @param number the lease's count of transitions
     * @param token the term's fencing token
     */
    public Term(ElectorClock clock, ClockReading sent, Duration renewDeadline, long number, long token) {
        this.clock = clock;
        this.deadlineNanos = renewDeadline.toNanos();
        this.number = number;
        this.token = token;
        this.validity = new AtomicReference<>(new Validity(sent.nanos() + deadlineNanos, sent, true));
    }

    /** A term without end and token, for an election that is switched off. */
    public static Term endless() {
        return new Term(FixedClock.STOPPED, FixedClock.STOPPED.now(), Duration.ofNanos(Long.MAX_VALUE / 2), 0, 0);
    }

    /** Sets what the calls of this term are told, and who is told of calls that outlive it. Before anybody enters. */
    void introduce(Leadership leadership, GatedCallListener listener) {
        introduce(leadership, listener, Runnable::run);
    }

    /**
     * @param signals runs a stop signal that comes after the end, in its caller
     */
    void introduce(Leadership leadership, GatedCallListener listener, Consumer<Runnable> signals) {
        this.signals = signals;
        this.leadership = leadership;
        this.listener = listener;
    }

    /** The leadership of this term as it was when the term began. */
    Leadership leadership() {
        return Objects.requireNonNull(leadership, "a term lets nobody in before it was introduced");
    }

    /** Whether the holder of this term may act now. */
    public boolean isOpen() {
        Validity current = validity.get();
        return current != null && current.admits && holds(current);
    }

    /** Whether the lease of this term is still held, though the gate may be closed to new calls. */
    public boolean holds() {
        Validity current = validity.get();
        return current != null && holds(current);
    }

    private boolean holds(Validity current) {
        long nanos = clock.nanoTime();
        if (nanos - current.deadline >= 0) {
            return holdsAfterDeadlineOf(current);
        }
        long wallNanos = (clock.wallMillis() - current.base.wallMillis()) * 1_000_000L;
        long drift = wallNanos - (nanos - current.base.nanos());
        return Math.abs(drift) <= CLOCK_DRIFT_NANOS || holdsByBootTime(current);
    }

    /** How long the term still holds without a further renewal; zero once it has ended. */
    public Duration timeLeft() {
        boolean open = isOpen();
        Validity current = validity.get();
        return current == null || !open
                ? Duration.ZERO
                : Duration.ofNanos(Math.max(0, current.deadline - clock.nanoTime()));
    }

    /** Time since the last confirmed write of this term was sent; {@code null} once the term has ended. */
    public @Nullable Duration sinceConfirmed() {
        Validity current = validity.get();
        return current == null
                ? null
                : Duration.ofNanos(Math.max(0, clock.nanoTime() - (current.deadline - deadlineNanos)));
    }

    /** Throws unless the term holds for so long without a further renewal. */
    void ensure(Duration atLeast) {
        Duration left = timeLeft();
        if (left.isZero() || left.compareTo(atLeast) < 0) {
            throw NotLeaderException.within(leadership().election(), left, atLeast);
        }
    }

    /**
     * Lets a call in, if the term is open. The caller closes it when it has ended.
     *
     * @param name the call's name, told if it outlives the term
     * @return the call, or {@code null} if the term is over
     */
    @Nullable
    GatedCall enter(String name) {
        // Counted first and checked second: whoever shuts the gate and then finds no work has missed nobody.
        AdmittedCall call = calls.begin(this, name);
        boolean open = false;
        try {
            open = isOpen();
        } finally {
            if (!open) {
                calls.end(call);
            }
        }
        return open ? call : null;
    }

    /** Runs a stop signal that comes after the end. */
    void signal(Runnable late) {
        signals.accept(late);
    }

    /** A call that was let in has ended. If that is too late, it is told before anybody hears that the work has ended. */
    void end(AdmittedCall call) {
        try {
            if (hasEnded() && calls.isRunning(call) && call.isFirstToOverrun()) {
                listener.call(leadership().election(), call.name(), Outcome.OVERRAN);
            }
        } finally {
            calls.end(call);
        }
    }

    /** Whether the end of the term has come, for all that the monotonic clock tells. */
    boolean hasEnded() {
        Validity current = validity.get();
        return current == null || !current.admits || clock.nanoTime() - current.deadline >= 0;
    }

    /** Number of the term: the lease's count of transitions. */
    public long number() {
        return number;
    }

    /** Fencing token of the term. */
    public long token() {
        return token;
    }

    /** Names of the calls that this term has let in and that have not ended yet, in their order. */
    public List<String> callsInProgress() {
        return calls.names();
    }

    /** The calls that this term has let in. */
    InFlightCalls calls() {
        return calls;
    }

    /**
     * Extends the term after a confirmed write.
     *
     * @param sent the clocks before that write was sent
     * @return whether the term still holds; {@code false} leaves it shut
     */
    public boolean extend(ClockReading sent) {
        while (holds()) {
            Validity current = validity.get();
            if (current == null) {
                return false;
            }
            Validity extended = new Validity(sent.nanos() + deadlineNanos, sent, current.admits);
            if (extended.deadline - current.deadline <= 0 || validity.compareAndSet(current, extended)) {
                return holds();
            }
        }
        return false;
    }

    /** Lets nobody in any more, while the lease goes on to be held: the first step of stepping down. Any thread. */
    void close() {
        Validity current = validity.get();
        while (current != null
                && !validity.compareAndSet(current, new Validity(current.deadline, current.base, false))) {
            current = validity.get();
        }
    }

    /** Ends the term for good. */
    public void shut() {
        validity.set(null);
    }

    /** The first to see the deadline passed ends the term; unless a renewal has been confirmed since. */
    private boolean holdsAfterDeadlineOf(Validity seen) {
        return !validity.compareAndSet(seen, null) && holds();
    }

    /** Wall and monotonic time have come apart: a clock set by hand changes nothing, a sleep ends the term earlier. */
    private boolean holdsByBootTime(Validity seen) {
        ClockReading now = clock.now();
        Validity judged = new Validity(seen.deadline - now.asleepSince(seen.base), now, seen.admits);
        if (!validity.compareAndSet(seen, judged)) {
            return holds();
        }
        return clock.nanoTime() - judged.deadline < 0 || holdsAfterDeadlineOf(judged);
    }

    /**
     * @param deadline monotonic time at which the term ends
     * @param base the clocks when the deadline was set
     * @param admits whether calls are let in
     */
    private record Validity(long deadline, ClockReading base, boolean admits) {}
}
