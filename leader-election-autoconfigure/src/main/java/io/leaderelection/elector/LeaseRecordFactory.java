package io.leaderelection.elector;

import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Seal;
import java.time.Instant;

/**
 * Makes the records that an elector writes, each sealed as a new write: no two are alike, even if the wall clock stands
 * still (I7).
 */
final class LeaseRecordFactory {

    private final ElectionSettings settings;
    private final ElectorIdentity identity;
    private final ElectorTime time;
    private final String process;
    private long attempts;

    /**
     * @param process random name of this process, the same for all its electors
     */
    LeaseRecordFactory(ElectionSettings settings, ElectorIdentity identity, ElectorTime time, String process) {
        this.settings = settings;
        this.identity = identity;
        this.time = time;
        this.process = process;
    }

    /** The record of a term that is taken or renewed. */
    LeaseWrite hold(Instant acquired, int transitions, long token) {
        Instant renewed = time.now().wallTime();
        Seal seal = new Seal(
                identity.incarnation(),
                ++attempts,
                process,
                token,
                false,
                settings.identity(),
                renewed,
                settings.advertised(),
                settings.revisionGrace().revision());
        LeaseRecord record = new LeaseRecord(
                settings.identity(), settings.timings().leaseSeconds(), acquired, renewed, transitions, seal.toText());
        return new LeaseWrite(attempts, time.now(), token, record);
    }

    /** The record by which a term is given back, in a form that every neighbour understands (I9). */
    LeaseWrite release(LeaseRecord held, long token) {
        Instant renewed = time.now().wallTime();
        Seal seal = new Seal(
                identity.incarnation(),
                ++attempts,
                process,
                token,
                true,
                null,
                renewed,
                null,
                settings.revisionGrace().revision());
        LeaseRecord record =
                new LeaseRecord(null, 1, held.acquireTime(), renewed, held.leaseTransitions(), seal.toText());
        return new LeaseWrite(attempts, time.now(), token, record);
    }
}
