package io.leaderelection;

import org.jspecify.annotations.Nullable;

/** Thrown where only the leader may act and this instance does not lead, or leads no longer. */
public class NotLeaderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String election;

    private final @Nullable String leaderIdentity;

    /**
     * @param election name of the election
     * @param leaderIdentity name of the known leader, escaped and cut as in {@link Leadership}
     */
    public NotLeaderException(String election, @Nullable String leaderIdentity) {
        super("This instance does not lead election '%s'; %s"
                .formatted(
                        election,
                        leaderIdentity == null
                                ? "no leader is known"
                                : "the leader is '%s'".formatted(leaderIdentity)));
        this.election = election;
        this.leaderIdentity = leaderIdentity;
    }

    /** Name of the election. */
    public String getElection() {
        return election;
    }

    /** Name of the leader as far as it was known. */
    public @Nullable String getLeaderIdentity() {
        return leaderIdentity;
    }
}
