package io.leaderelection;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * One call that a term of leadership has let in. It belongs to that term: when the term ends, the call is told to stop,
 * and the lease is not released before it has been closed (or the drain timeout has passed).
 *
 * <p>Code inside a call finds it by {@link #current()}, where it is not given it as by {@link LeaderElection#runIfLeader}. All methods may be called from any thread.
 */
public interface GatedCall extends AutoCloseable {

    /** The innermost gated call that the calling thread is in. */
    static Optional<GatedCall> current() {
        return CurrentCalls.innermost();
    }

    /** The innermost gated call of one election that the calling thread is in. */
    static Optional<GatedCall> current(String election) {
        return CurrentCalls.innermost(election);
    }

    /** All gated calls that the calling thread is in, of whatever election, the innermost first. */
    static List<GatedCall> allCurrent() {
        return CurrentCalls.all();
    }

    /** Name of the call, as {@code Billing.dispatch}. */
    String name();

    /** The term that let this call in, with its fencing token, as it was when the term began. */
    Leadership leadership();

    /** Fencing token of the term that let this call in: higher than that of any earlier term of this election. */
    default long fencingToken() {
        return leadership().fencingToken();
    }

    /** Whether that very term goes on: neither over, nor about to be. Reads the clock at every call. */
    boolean isLeading();

    /** How long the term holds without a further renewal; zero once it is over or about to be. */
    Duration timeLeft();

    /**
     * Does nothing if the term holds for so long without a further renewal.
     *
     * @param atLeast the time that the caller needs
     * @throws NotLeaderException if less time is left
     */
    void ensureLeading(Duration atLeast);

    /**
     * Runs the signal when the term ends, whether by resignation, shutdown or loss; at once, in the calling thread, if it
     * has ended. The signals of a term share one thread and run one after the other, so a signal must not wait for
     * anything. It is dropped when the call is closed.
     */
    void onStop(Runnable signal);

    /**
     * Runs the action in the calling thread with this call as its {@link #current()} one, and does not close it: for
     * calls that go on in other threads.
     *
     * @throws Exception what the action throws
     */
    default <T> T call(Callable<T> action) throws Exception {
        CurrentCalls.enter(this);
        try {
            return action.call();
        } finally {
            CurrentCalls.leave();
        }
    }

    /** As {@link #call}, without a result. */
    default void run(Runnable action) {
        CurrentCalls.enter(this);
        try {
            action.run();
        } finally {
            CurrentCalls.leave();
        }
    }

    /** Tells that the call has ended. Any thread; the second time does nothing. */
    @Override
    void close();
}
