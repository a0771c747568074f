package io.leaderelection;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One election as one instance takes part in it. All methods may be called from any thread. */
public interface LeaderElection {

    /** Name of the election, as configured. */
    String name();

    /**
     * Whether this instance may act as leader now. Compares a monotonic clock with the deadline of the last confirmed
     * renewal at every call, so that the first call after any pause of the process already answers {@code false}.
     * Takes neither locks nor memory, and does no I/O unless wall and monotonic time have come apart since the last
     * renewal (the sign of a suspended machine), when boot time is read once.
     */
    boolean isLeader();

    /** What this instance knows of the election. Never waits. */
    Leadership leadership();

    /**
     * Steps down, if this instance leads: the gate shuts before this method returns, running work is told to stop and
     * awaited, then the lease is released. Returns without waiting for that. A lease that this instance is taking at the
     * moment is given back without leading; an instance that waits for the lease goes on waiting. This instance campaigns
     * again after twice the retry period, so that another replica wins if there is one.
     */
    void resign();

    /**
     * As {@link #resign()}, with the pause before this instance campaigns again; a year at most.
     *
     * @throws IllegalArgumentException if the pause is negative
     */
    void resign(Duration pause);

    /**
     * Runs the action if this instance leads. The action belongs to the term that admitted it: when the term ends, the
     * lease is not released before the action has. The call is named by the action's class; a lambda's, as in
     * {@code org.acme.Billing (lambda)}, by the class in which it stands.
     *
     * @param action is given its call, which tells the fencing token and whether the term goes on
     * @return whether the action was run
     */
    boolean runIfLeader(Consumer<? super GatedCall> action);

    /**
     * As {@link #runIfLeader}, for an action with a result.
     *
     * @return the action's result; empty if this instance does not lead or the action returned {@code null}
     */
    <T> Optional<T> callIfLeader(Function<? super GatedCall, ? extends @Nullable T> action);

    /**
     * Does nothing on the leader.
     *
     * @throws NotLeaderException if this instance does not lead
     */
    void requireLeader();

    /**
     * Does nothing if this instance leads for so long without a further renewal. Within a gated call of this election,
     * that call's own term is asked, and not one that may have begun since.
     *
     * @param atLeast the time that the caller needs
     * @throws NotLeaderException if less time is left
     */
    void ensureLeading(Duration atLeast);

    /**
     * Asks the store whether this instance's term still stands, for an operation that is worth a request before and after
     * it. Waits for the answer, at most for the time of one renewal attempt. It never extends the term: it can find only
     * that the term stands, or that it is over sooner than known here, which shuts the gate at once. Where the election
     * is switched off, there is no store to ask.
     *
     * @throws NotLeaderException if this instance does not lead, or the store did not confirm it
     */
    void verify();

    /**
     * Runs the worker on a thread of its own for as long as this instance leads: started when leadership is granted (at
     * once, if it has been), interrupted when the term ends, and awaited before the lease is released. A worker that
     * returns or fails is started again in the next term only.
     *
     * @param name name of the work, for logs and for the name of its thread
     * @param worker is given its call in each term
     * @return to end the work for good
     */
    LeaderWorker whileLeading(String name, Consumer<? super GatedCall> worker);
}
