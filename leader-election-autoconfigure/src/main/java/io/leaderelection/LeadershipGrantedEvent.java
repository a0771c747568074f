package io.leaderelection;

/** This instance leads: a new term has begun, and its gate is open unless the term has ended already. */
public class LeadershipGrantedEvent extends LeaderElectionEvent {

    private static final long serialVersionUID = 1L;

    /**
     * @param source the election
     * @param leadership what this instance knew at the grant
     */
    public LeadershipGrantedEvent(LeaderElection source, Leadership leadership) {
        super(source, leadership);
    }

    /** Number of the term. */
    public long getTerm() {
        return getLeadership().term();
    }

    /** Fencing token of the term: higher than that of any earlier term of this election. */
    public long getFencingToken() {
        return getLeadership().fencingToken();
    }
}
