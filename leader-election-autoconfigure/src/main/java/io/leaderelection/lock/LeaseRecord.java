package io.leaderelection.lock;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a lease says: the fields of a {@code coordination.k8s.io/v1} LeaseSpec that an election uses, plus the
 * annotation with our {@link Seal}. Any field may be absent, for anybody may have written the record.
 *
 * <p>Times are kept in whole microseconds, the precision of the Kubernetes API, so that a record equals itself after
 * a round trip through any store. They are for people to read: nothing is ever decided by them.
 *
 * @param holderIdentity name of the holder; absent when nobody holds the lease
 * @param leaseDurationSeconds how long, in seconds, a candidate must see no change before it may take over
 * @param acquireTime wall time at which the holder acquired the lease
 * @param renewTime wall time of the holder's last renewal
 * @param leaseTransitions how many times the lease has changed hands
 * @param seal text of the seal annotation, see {@link Seal#parse}
 * @param assignment text of the annotation {@value #ASSIGNMENT}: who owns which shard of a group. It stands in a lease of
 *     its own, which nobody holds
 */
public record LeaseRecord(
        @Nullable String holderIdentity,
        @Nullable Integer leaseDurationSeconds,
        @Nullable Instant acquireTime,
        @Nullable Instant renewTime,
        @Nullable Integer leaseTransitions,
        @Nullable String seal,
        @Nullable String assignment) {

    /** Name of the annotation that carries the assignment of a group. */
    public static final String ASSIGNMENT = "leader-election.io/assignment";

    /** A record that nobody ever held: what is created where no lease exists yet. */
    public static final LeaseRecord VACANT = new LeaseRecord(null, null, null, null, null, null, null);

    /** A record without an assignment: that of an election. */
    public LeaseRecord(
            @Nullable String holderIdentity,
            @Nullable Integer leaseDurationSeconds,
            @Nullable Instant acquireTime,
            @Nullable Instant renewTime,
            @Nullable Integer leaseTransitions,
            @Nullable String seal) {
        this(holderIdentity, leaseDurationSeconds, acquireTime, renewTime, leaseTransitions, seal, null);
    }

    /** A record that holds an assignment and nothing else. */
    public static LeaseRecord ofAssignment(String text) {
        return new LeaseRecord(null, null, null, null, null, null, text);
    }

    public LeaseRecord {
        acquireTime = inMicros(acquireTime);
        renewTime = inMicros(renewTime);
    }

    /** Whether somebody is named as holder. Some electors blank the name, others remove it: both mean nobody. */
    public boolean isHeld() {
        return holderIdentity != null && !holderIdentity.isEmpty();
    }

    /** Whether no trace of any holder, past or present, is found in this record. */
    public boolean wasNeverHeld() {
        return !isHeld()
                && acquireTime == null
                && renewTime == null
                && (leaseTransitions == null || leaseTransitions == 0)
                && seal == null
                && assignment == null;
    }

    /** The seal, if it was put on exactly this record: other electors keep our annotation and change the rest. */
    public Optional<Seal> validSeal() {
        return Seal.parse(seal).filter(found -> found.holdsFor(this));
    }

    private static @Nullable Instant inMicros(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.MICROS);
    }
}
