package io.leaderelection.autoconfigure;

/** Which instances are ready to serve, as far as an election is concerned. */
public enum Readiness {
    /** Leaders and followers alike. */
    ANY,
    /** Only the leader: followers are out of service in the readiness group, and nowhere else. */
    LEADER_ONLY
}
