package io.leaderelection.spi;

import io.leaderelection.GatedCall;
import io.leaderelection.LeaderElection;
import io.leaderelection.NotLeaderException;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls into an election one by one. Meant for interceptors, and for work that goes on in another thread, where
 * {@link LeaderElection#runIfLeader} returns too early. The caller {@linkplain GatedCall#close closes} an admitted call
 * when its work has ended; a call that is never closed keeps the lease from being released. Any thread.
 */
public interface CallAdmission {

    /**
     * The admission to an election.
     *
     * @throws IllegalArgumentException if the election is another implementation, which has none
     */
    static CallAdmission of(LeaderElection election) {
        if (election instanceof CallAdmission admission) {
            return admission;
        }
        throw new IllegalArgumentException("Election '%s' (%s) must implement %s"
                .formatted(election.name(), election.getClass().getName(), CallAdmission.class.getName()));
    }

    /**
     * Lets a call in if this instance leads.
     *
     * @param call name of the call, for logs
     * @return the call, or {@code null} if this instance does not lead
     */
    @Nullable
    GatedCall tryEnter(String call);

    /**
     * As {@link #tryEnter}, for callers that cannot go on without.
     *
     * @throws NotLeaderException if this instance does not lead
     */
    GatedCall enter(String call);
}
