package io.leaderelection.elector.simulation;

import io.leaderelection.gate.ClockReading;
import io.leaderelection.lock.Version;

/** What the server knows of one term: the writes of it that were applied, and how long the lease has named it. */
final class TermTrace {

    static final long STILL = Long.MAX_VALUE;

    private final long token;
    private ClockReading sent;
    private Version version;
    private long namedUntil = STILL;

    private final long takenAt;

    TermTrace(long token, ClockReading sent, Version version, long takenAt) {
        this.token = token;
        this.sent = sent;
        this.version = version;
        this.takenAt = takenAt;
    }

    long token() {
        return token;
    }

    /** The sender's clocks when it sent the latest write that was applied. */
    ClockReading sent() {
        return sent;
    }

    /** True time at which the acquiring write was sent. */
    long takenAt() {
        return takenAt;
    }

    Version version() {
        return version;
    }

    /** Until when the lease named this term. */
    long namedUntil() {
        return namedUntil;
    }

    /** Whether the lease of this term was deleted before that of the other was created. */
    boolean wasDeletedBefore(TermTrace other) {
        return !version.uid().equals(other.version.uid())
                && version.number().orElseThrow() < other.version.number().orElseThrow();
    }

    /** A later write of this term was applied. One that made another object says nothing about the term's own (I5). */
    void applied(ClockReading writeSent, Version written) {
        if (!written.uid().equals(version.uid())) {
            return;
        }
        sent = writeSent;
        version = written;
        namedUntil = STILL;
    }

    void relabelled(Version now) {
        version = now;
    }

    void namedNoMore(long now) {
        namedUntil = now;
    }
}
