package io.leaderelection;

import java.util.concurrent.CompletionStage;

/**
 * Takes part in an election and leaves it. The starter does so itself, unless {@code leader.election.start} is
 * {@code manual}. Any thread.
 */
public interface LeaderElectionControl {

    /**
     * The control of an election.
     *
     * @throws IllegalArgumentException if the election is another implementation, which has none
     */
    static LeaderElectionControl of(LeaderElection election) {
        if (election instanceof LeaderElectionControl control) {
            return control;
        }
        throw new IllegalArgumentException("Election '%s' (%s) must implement %s"
                .formatted(election.name(), election.getClass().getName(), LeaderElectionControl.class.getName()));
    }

    /** Takes part from now on. Does nothing if this instance takes part already. */
    void start();

    /**
     * Takes no part any more, until it is started again: the gate shuts before this method returns, running work is
     * told to stop and awaited while renewals go on, then the lease is released. Called by the starter when the
     * application context closes.
     *
     * @return completes when that is done, or the drain timeout has passed; on a thread that must not be blocked
     */
    CompletionStage<Void> stop();
}
