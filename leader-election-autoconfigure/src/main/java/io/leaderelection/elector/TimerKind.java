package io.leaderelection.elector;

/** The timers of an elector, one of each. */
enum TimerKind {
    /** The next thing to do: a renewal, a poll, the end of a wait. */
    NEXT,
    /** The request under way has had its time (I12). */
    ATTEMPT,
    /** The last confirmed write counts no longer (I11). */
    DEADLINE,
    /** The work of the ended term has had its time. */
    DRAIN,
    /** The watch has been silent for too long. */
    SILENCE,
    /** The next rehearsal is due, or the one under way has had its time. */
    REHEARSAL
}
