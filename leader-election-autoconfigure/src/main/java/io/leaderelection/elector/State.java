package io.leaderelection.elector;

/** What an elector is doing. */
public enum State {
    /** Taking no part: not started, or stopped. */
    STOPPED,
    /** Watching the lease, until it is free or its time is over. Also while only observing, or pausing after a resign. */
    STANDBY,
    /** An acquiring write is on its way. */
    TAKING,
    /** Holding the lease, gate open, renewing. */
    LEADING,
    /** Gate shut by our own decision; the term's work is ending, and renewals go on so that nobody takes over. */
    DRAINING,
    /** The work has ended; the lease is being given back. */
    RELEASING,
    /** The term was lost. Its work has been told to stop; until it has, this process does not campaign (I11). */
    LOST
}
