package io.leaderelection;

import org.springframework.context.ApplicationEvent;

/**
 * News of an election. For each election events come one at a time and in order, on a thread that is not the elector's;
 * listeners may take their time, and the news may be old when it arrives. Listeners are told directly, not through the
 * application's event multicaster: an executor given to that one loses no order, and a listener that throws keeps the
 * news from nobody. Only a listener that is asynchronous itself, such as one with {@code @Async}, may hear news out of
 * order, and is not waited for.
 */
public abstract class LeaderElectionEvent extends ApplicationEvent {

    private static final long serialVersionUID = 1L;

    private final transient Leadership leadership;

    LeaderElectionEvent(LeaderElection source, Leadership leadership) {
        super(source);
        this.leadership = leadership;
    }

    /** The election itself, to ask what holds now. */
    public LeaderElection getElection() {
        return (LeaderElection) getSource();
    }

    /** Name of the election. */
    public String getElectionName() {
        return leadership.election();
    }

    /** What this instance knew when the event happened. */
    public Leadership getLeadership() {
        return leadership;
    }
}
