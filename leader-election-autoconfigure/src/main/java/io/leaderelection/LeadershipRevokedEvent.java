package io.leaderelection;

/**
 * This instance leads no longer: the gate is shut. Follows a {@link LeadershipGrantedEvent} of the same term, always and
 * exactly once. A lease that is given up in order is not released before the listeners of this event have returned.
 */
public class LeadershipRevokedEvent extends LeaderElectionEvent {

    private static final long serialVersionUID = 1L;

    private final LossReason reason;

    /**
     * @param source the election
     * @param leadership what this instance knew at the end of the term
     * @param reason why the term ended
     */
    public LeadershipRevokedEvent(LeaderElection source, Leadership leadership, LossReason reason) {
        super(source, leadership);
        this.reason = reason;
    }

    /** Number of the ended term. */
    public long getTerm() {
        return getLeadership().term();
    }

    /** Fencing token of the ended term. */
    public long getFencingToken() {
        return getLeadership().fencingToken();
    }

    /** Why the term ended. */
    public LossReason getReason() {
        return reason;
    }
}
