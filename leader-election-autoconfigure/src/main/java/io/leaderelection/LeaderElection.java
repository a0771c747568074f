package io.leaderelection;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;

/** One election as one instance takes part in it. All methods may be called from any thread. */
public interface LeaderElection {

    /** Name of the election, as configured. */
    String name();

    /**
     * Takes part from now on. Called by the starter, unless {@code leader.election.start} is {@code manual}. Does
     * nothing if this instance takes part already.
     */
    void start();

    /**
     * Takes no part any more, until it is started again: the gate shuts before this method returns, running work is
     * told to stop and awaited while renewals go on, then the lease is released. Called by the starter when the
     * application context closes.
     *
     * @return completes when that is done, or the drain timeout has passed; on a thread that must not be blocked
     */
    CompletionStage<Void> stop();

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
     * awaited, then the lease is released. Returns without waiting for that. This instance campaigns again after twice
     * the retry period, so that another replica wins if there is one.
     */
    void resign();

    /** As {@link #resign()}, with the pause before this instance campaigns again. */
    void resign(Duration pause);

    /**
     * Runs the action if this instance leads. The action belongs to the term that admitted it: when the term ends, the
     * lease is not released before the action has.
     *
     * @return whether the action was run
     */
    boolean runIfLeader(Runnable action);

    /**
     * As {@link #runIfLeader}, for an action with a result.
     *
     * @return the action's result; empty if this instance does not lead or the action returned {@code null}
     * @throws Exception what the action throws
     */
    <T> Optional<T> callIfLeader(Callable<T> action) throws Exception;

    /**
     * Does nothing on the leader.
     *
     * @throws NotLeaderException if this instance does not lead
     */
    void requireLeader();
}
