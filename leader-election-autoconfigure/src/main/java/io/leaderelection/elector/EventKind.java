package io.leaderelection.elector;

/** The kinds of event that the table distinguishes. */
enum EventKind {
    /** Take part. */
    START,
    /** Take no part any more. */
    STOP,
    /** Step down. */
    RESIGN,
    /** A read found the lease. */
    FOUND,
    /** A read found no lease. */
    MISSING,
    /** A write is confirmed. */
    WRITTEN,
    /** A read or a creation, or an acquiring write, was answered after news that tells more. */
    OVERTAKEN,
    /** A write lost a race. */
    CONFLICT,
    /** A request failed, or had no answer in its time. */
    FAILURE,
    /** The watch tells how the lease is. */
    NEWS,
    /** The watch tells that the lease was deleted. */
    DELETED,
    /** A process is proven dead. */
    HOLDER_DIED,
    /** The timer for the next thing to do. */
    NEXT,
    /** The timer for the end of the last confirmed write's validity. */
    DEADLINE,
    /** The timer for the end of the work's time. */
    DRAIN,
    /** The timer of a silent watch. */
    SILENCE,
    /** The timer of rehearsals. */
    REHEARSAL,
    /** A rehearsal was answered, in whatever way. */
    REHEARSED,
    /** The watch works. */
    WATCH_LIVE,
    /** The watch does not work. */
    WATCH_DOWN,
    /** The ended term's work and listeners have come to their end. */
    WORK_ENDED
}
