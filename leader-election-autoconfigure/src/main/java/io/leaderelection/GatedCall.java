package io.leaderelection;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * One call that a term of leadership has let in. It belongs to that term: when the term ends, the call is told to stop,
 * and the lease is not released before it has been closed (or the drain timeout has passed).
 *
 * <p>{@link LeaderElection#runIfLeader} passes the call to its action; other code inside a call finds it by
 * {@link #current()}. All methods may be called from any thread.
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

    /** All gated calls of all elections that the calling thread is in, the innermost first. */
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

    /** Whether the term that let this call in is neither over nor about to end. Reads the clock at every call. */
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
     * Runs the signal when the term ends by resignation, shutdown or loss. If the term has ended already, the signal
     * runs at once in the calling thread. The signals of a term share one thread and run one after the other, so a
     * signal must not wait for anything. It is dropped when the call is closed.
     */
    void onStop(Runnable signal);

    /**
     * Runs the action in the calling thread with this call as the {@link #current()} one. Does not close the call.
     * Meant for calls that go on in other threads.
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

    /** Tells that the call has ended. May be called from any thread; calling it again does nothing. */
    @Override
    void close();
}
