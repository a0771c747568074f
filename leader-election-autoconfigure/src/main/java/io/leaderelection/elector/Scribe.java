package io.leaderelection.elector;

import io.leaderelection.gate.ClockReading;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Seal;
import java.time.Instant;

/**
 * Writes an elector's records and seals each as a new attempt, so that no two are alike even if the wall clock stands
 * still (I7).
 */
final class Scribe {

    private final ElectionSettings settings;
    private final String process;
    private long attempts;

    Scribe(ElectionSettings settings, String process) {
        this.settings = settings;
        this.process = process;
    }

    /** The record of a term that is taken or renewed. */
    Attempt hold(String incarnation, ClockReading now, Instant acquired, int transitions, long token) {
        Instant renewed = now.wallTime();
        Seal seal = new Seal(
                incarnation,
                ++attempts,
                process,
                token,
                false,
                settings.identity(),
                renewed,
                settings.advertised(),
                settings.courtesy().revision());
        LeaseRecord record = new LeaseRecord(
                settings.identity(), settings.timings().leaseSeconds(), acquired, renewed, transitions, seal.toText());
        return new Attempt(attempts, now, token, record);
    }

    /** The record by which a term is given back, in a form that every neighbour understands (I9). */
    Attempt release(String incarnation, ClockReading now, LeaseRecord held, long token) {
        Instant renewed = now.wallTime();
        Seal seal = new Seal(
                incarnation,
                ++attempts,
                process,
                token,
                true,
                null,
                renewed,
                null,
                settings.courtesy().revision());
        LeaseRecord record =
                new LeaseRecord(null, 1, held.acquireTime(), renewed, held.leaseTransitions(), seal.toText());
        return new Attempt(attempts, now, token, record);
    }
}
