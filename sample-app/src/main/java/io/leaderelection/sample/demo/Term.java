package io.leaderelection.sample.demo;

/**
 * For how long the gate of one replica was open, as far as it can be known from outside. Times are those of
 * {@link System#nanoTime}. Guarded by its {@link Chronicle}.
 */
final class Term {

    private static final long NEVER = Long.MAX_VALUE;

    private final String replica;
    private final long token;
    private long begin;
    private long lastYes;
    private long deadline = NEVER;
    private long over = NEVER;
    private long drained;
    private String ended = "";
    private boolean announced;

    Term(String replica, long token, long begin) {
        this.replica = replica;
        this.token = token;
        this.begin = begin;
        this.lastYes = begin;
    }

    String replica() {
        return replica;
    }

    long token() {
        return token;
    }

    long begin() {
        return begin;
    }

    boolean isOpen() {
        return over == NEVER;
    }

    /** Why it ended; empty while it has not. */
    String ended() {
        return ended;
    }

    /** When its work had ended after the gate was shut; not before {@link #end}. */
    long drained(long now) {
        return Math.max(drained, end(now));
    }

    /** Whether the application was told of the term, which may be a little after the gate opened. */
    boolean isAnnounced() {
        return announced;
    }

    void announce() {
        announced = true;
    }

    /** The gate said yes. */
    void yes(long nanos) {
        begin = Math.min(begin, nanos);
        lastYes = Math.max(lastYes, nanos);
    }

    /** The gate said until when it may go on to say yes. */
    void promise(long until) {
        deadline = until;
    }

    /** The term is over: at the latest now. */
    void end(long nanos, String why) {
        if (isOpen()) {
            over = nanos;
            ended = why;
        }
    }

    /** Its work ended so long after the gate had shut. Only who gives the lease up himself keeps it meanwhile. */
    void drain(long time) {
        if (ended.equals("RESIGNED") || ended.equals("STOPPED")) {
            drained = over + time;
        }
    }

    /**
     * When the gate shut: when its replica said or died, unless the last confirmed renewal had run out before that, as
     * in a process that was asleep; but never before the last yes. Of a term that goes on, how far it is sure to last.
     */
    long end(long now) {
        return Math.max(lastYes, Math.min(Math.min(over, deadline), now));
    }

    /** Its end as the next one sees it, who may tell of his term before this one tells of its end. */
    long endBefore(Term next) {
        return end(isOpen() ? next.begin : NEVER);
    }

    long lastYes() {
        return lastYes;
    }
}
