package io.leaderelection;

import org.jspecify.annotations.Nullable;

/** Another leader is known, or none any more. The new leader may be this instance. */
public class LeaderChangedEvent extends LeaderElectionEvent {

    private static final long serialVersionUID = 1L;

    /**
     * @param source the election
     * @param leadership what this instance knew after the change
     */
    public LeaderChangedEvent(LeaderElection source, Leadership leadership) {
        super(source, leadership);
    }

    /** Name of the leader, escaped and cut; {@code null} if there is none. */
    public @Nullable String getLeaderIdentity() {
        return getLeadership().leaderIdentity();
    }
}
