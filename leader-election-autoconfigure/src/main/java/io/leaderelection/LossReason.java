package io.leaderelection;

/** Why a term of leadership ended. */
public enum LossReason {
    /** The leader was asked to step down. */
    RESIGNED,
    /** The leader was stopped, usually because its application shuts down. */
    STOPPED,
    /** No renewal was confirmed within the renew deadline, or the process slept past it. */
    DEADLINE,
    /** Another elector, or somebody's edit, put another holder into the lease. */
    FOREIGN_HOLDER,
    /** Somebody blanked or changed the lease while the leader held it. */
    LEASE_CHANGED,
    /** The lease was deleted while the leader held it. */
    LEASE_DELETED,
    /** The election itself failed, for want of memory or by a bug, and could not go on. */
    FAILED;

    /** Whether the leader gave the term up itself, so that its work may end in order before the lease is free. */
    public boolean isVoluntary() {
        return this == RESIGNED || this == STOPPED;
    }
}
