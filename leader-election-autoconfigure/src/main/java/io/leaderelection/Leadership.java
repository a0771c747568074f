package io.leaderelection;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one instance knew about one election at one moment: an immutable snapshot for logs, health and metrics. To
 * decide whether to act, ask {@link LeaderElection#isLeader()}, which reads the clock; a snapshot may be old already. To
 * be read, not implemented: later versions tell more.
 */
public interface Leadership {

    /** Name of the election. */
    String election();

    /** Name of this instance. */
    String identity();

    /** What this instance does in the election. */
    Role role();

    /**
     * Name of the known leader, which may be this instance; {@code null} if none is known. Foreign text of up to 253
     * characters, control characters escaped.
     */
    @Nullable
    String leaderIdentity();

    /** Address that the leader advertises, treated like its name; {@code null} if it advertises none. */
    @Nullable
    String leaderAddress();

    /** Number of this instance's latest term: the lease's count of transitions; 0 before the first. */
    long term();

    /** Token of this instance's latest term, higher than any token before it; 0 before the first. */
    long fencingToken();

    /** Wall time at which the role began. */
    Instant since();

    /** Why this instance's latest ended term ended; {@code null} if none has. */
    @Nullable
    LossReason lastLoss();

    /** What an instance does in an election. */
    enum Role {
        /** It leads: granted, and not yet revoked. */
        LEADER,
        /** It follows a leader, or waits to become one. */
        FOLLOWER,
        /** It takes no part: not started yet, or stopped. */
        INACTIVE
    }
}
