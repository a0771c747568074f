package io.leaderelection.elector.simulation;

/** What must always hold, by the letters of the election rules' test design. */
enum Oracle {
    /** (a) Never two open gates. */
    ONE_GATE,
    /** (a) A lease is not given up, and no new term begins in a process, while an earlier term's work runs there. */
    WORK_ENDED,
    /** (b) An open gate rests on a lease that names this term, or did so less than a lease duration ago. */
    LEASE_NAMES_TERM,
    /** (b) An open gate rests on an applied write that was sent less than a renew deadline ago, by boot time. */
    VALIDITY,
    /** (c) Tokens strictly rise. */
    TOKENS,
    /** (d) A fenced store never accepts a stale write. */
    FENCE,
    /** (e) Granted and revoked strictly alternate. */
    CALLBACKS,
    /** (f) A while after the last fault there is a leader. */
    LIVENESS,
    /** (g) No more requests per minute than allowed. */
    CALLS,
    /** (h) No term is lost without a fault longer than half the renew deadline, or an edit. */
    STABILITY,
    /** A gate shuts at once when its holder is asked to step down. */
    STEPS_DOWN,
    /** Only who waits for the lease rehearses its takeover, and nothing is asked beside a rehearsal. */
    REHEARSALS,
    /** Nothing is thrown. */
    EXCEPTION
}
