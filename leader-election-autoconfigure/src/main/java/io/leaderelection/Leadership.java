package io.leaderelection;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one instance knew about one election at one moment: an immutable snapshot for logs, health and metrics. To
 * decide whether to act, ask {@link LeaderElection#isLeader()}, which reads the clock; a snapshot may be old already.
 *
 * @param election name of the election
 * @param identity name of this instance
 * @param role what this instance does in the election
 * @param leaderIdentity name of the known leader, which may be this instance; foreign text of up to 253 characters,
 *     control characters escaped
 * @param leaderAddress address that the leader advertises, treated like its name
 * @param term number of this instance's latest term: the lease's count of transitions; 0 before the first
 * @param fencingToken token of this instance's latest term, higher than any token before it; 0 before the first
 * @param since wall time at which the role began
 * @param lastLoss why this instance's latest ended term ended, if one did
 */
public record Leadership(
        String election,
        String identity,
        Role role,
        @Nullable String leaderIdentity,
        @Nullable String leaderAddress,
        long term,
        long fencingToken,
        Instant since,
        @Nullable LossReason lastLoss) {

    /** What an instance does in an election. */
    public enum Role {
        /** It leads: granted, and not yet revoked. */
        LEADER,
        /** It follows a leader, or waits to become one. */
        FOLLOWER,
        /** It takes no part: not started yet, or stopped. */
        INACTIVE
    }
}
