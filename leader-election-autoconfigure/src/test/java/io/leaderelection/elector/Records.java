package io.leaderelection.elector;

import io.leaderelection.Leadership;
import io.leaderelection.Leadership.Role;
import io.leaderelection.gate.LeadershipSnapshot;
import io.leaderelection.gate.ManualClock;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Seal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Records that others have written. */
final class Records {

    private static final Instant TIME = ManualClock.NOON.minusSeconds(60);

    /** What the leader of term 1 is told. */
    static final Leadership LEADING =
            new LeadershipSnapshot("test", "a", Role.LEADER, "a", null, 1, 1, ManualClock.NOON, null);

    private Records() {}

    /** Held by an elector that is not ours. */
    static LeaseRecord foreign(String holder, int renewal) {
        return new LeaseRecord(holder, 15, TIME, TIME.plusSeconds(renewal), 7, null);
    }

    /** Given up the way client-go does it: the name blanked, new times, one second; the rest kept. */
    static LeaseRecord blankedBy(LeaseRecord held) {
        Instant now = TIME.plusSeconds(30);
        return new LeaseRecord("", 1, now, now, held.leaseTransitions(), held.seal());
    }

    /** Given up the way client-java does it: neither name nor times. */
    static LeaseRecord emptiedBy(LeaseRecord held) {
        return new LeaseRecord(null, held.leaseDurationSeconds(), null, null, held.leaseTransitions(), held.seal());
    }

    /** Without the name, as somebody leaves it who removes that by hand. */
    static LeaseRecord blankedByHand(LeaseRecord held) {
        return new LeaseRecord(
                null,
                held.leaseDurationSeconds(),
                held.acquireTime(),
                held.renewTime(),
                held.leaseTransitions(),
                held.seal());
    }

    /** The record with the seal that another has left under it, as client-go leaves it. */
    static LeaseRecord keepingSealOf(LeaseRecord sealed, LeaseRecord record) {
        return new LeaseRecord(
                record.holderIdentity(),
                record.leaseDurationSeconds(),
                record.acquireTime(),
                record.renewTime(),
                record.leaseTransitions(),
                sealed.seal());
    }

    /** Held by another elector of our kind, in process {@code p-holder}. */
    static LeaseRecord sealed(String holder, int renewal) {
        return sealed(holder, renewal, 15, 5);
    }

    static LeaseRecord sealed(String holder, int renewal, int seconds, long token) {
        Instant renewed = TIME.plusSeconds(renewal);
        Seal seal = new Seal("i-" + holder, renewal, "p-" + holder, token, false, holder, renewed, null, null);
        return new LeaseRecord(holder, seconds, TIME, renewed, 7, seal.toText());
    }

    /** Released by another elector of our kind. */
    static LeaseRecord releasedBy(String holder) {
        return releasedBy(holder, null);
    }

    /** Released by another elector of our kind, which runs this revision. */
    static LeaseRecord releasedBy(String holder, @Nullable String revision) {
        Instant renewed = TIME.plusSeconds(30);
        Seal seal = new Seal("i-" + holder, 30, "p-" + holder, 5, true, null, renewed, null, revision);
        return new LeaseRecord(null, 1, TIME, renewed, 7, seal.toText());
    }
}
