package io.leaderelection;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Thrown where only the leader may act and this instance does not lead, or leads no longer. */
public class NotLeaderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String election;

    private final @Nullable String leaderIdentity;

    private final @Nullable String leaderAddress;

    /**
     * @param election name of the election
     * @param leaderIdentity name of the known leader, escaped and cut as in {@link Leadership}
     */
    public NotLeaderException(String election, @Nullable String leaderIdentity) {
        this(election, leaderIdentity, null);
    }

    /**
     * @param election name of the election
     * @param leaderIdentity name of the known leader, escaped and cut as in {@link Leadership}
     * @param leaderAddress address that the leader advertises, treated like its name
     */
    public NotLeaderException(String election, @Nullable String leaderIdentity, @Nullable String leaderAddress) {
        this(
                election,
                leaderIdentity,
                leaderAddress,
                leaderIdentity == null ? "no leader is known" : "the leader is '%s'".formatted(leaderIdentity));
    }

    private NotLeaderException(
            String election, @Nullable String leaderIdentity, @Nullable String leaderAddress, String reason) {
        super("This instance does not lead election '%s'; %s".formatted(election, reason));
        this.election = election;
        this.leaderIdentity = leaderIdentity;
        this.leaderAddress = leaderAddress;
    }

    /**
     * Where too little time is left of a term.
     *
     * @param election name of the election
     * @param left the time that is left
     * @param atLeast the time that is needed
     */
    public static NotLeaderException within(String election, Duration left, Duration atLeast) {
        return new NotLeaderException(
                election,
                null,
                null,
                "%s of its term are left, %s are needed".formatted(inMillis(left), inMillis(atLeast)));
    }

    private static String inMillis(Duration time) {
        return TimeUnit.MILLISECONDS.convert(time) + " ms";
    }

    /**
     * Where the store did not confirm that this instance leads.
     *
     * @param election name of the election
     * @param answer what the store answered instead
     */
    public static NotLeaderException unconfirmed(String election, String answer) {
        return new NotLeaderException(election, null, null, "the store did not confirm that it does: " + answer);
    }

    /** Name of the election. */
    public String getElection() {
        return election;
    }

    /** Name of the leader as far as it was known. */
    public @Nullable String getLeaderIdentity() {
        return leaderIdentity;
    }

    /** Address that the leader advertised, as far as it was known. */
    public @Nullable String getLeaderAddress() {
        return leaderAddress;
    }
}
