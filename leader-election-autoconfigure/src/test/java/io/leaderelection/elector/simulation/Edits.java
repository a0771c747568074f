package io.leaderelection.elector.simulation;

import io.leaderelection.lock.LeaseRecord;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What people and scripts do to a lease that is not theirs. */
final class Edits {

    private Edits() {}

    /** The record without a holder. */
    static LeaseRecord blank(LeaseRecord record, long way) {
        return switch ((int) way % 3) {
            case 0 -> with(record, null);
            case 1 -> with(record, "");
            default ->
                new LeaseRecord(
                        "", 1, record.renewTime(), record.renewTime(), record.leaseTransitions(), record.seal());
        };
    }

    /** The record with another holder. */
    static LeaseRecord stolen(LeaseRecord record, long way) {
        return way % 2 == 0
                ? with(record, "thief-" + way)
                : new LeaseRecord(
                        "thief-" + way,
                        15,
                        Instant.ofEpochSecond(1_800_000_000 + way),
                        Instant.ofEpochSecond(1_800_000_000 + way),
                        record.leaseTransitions(),
                        record.seal());
    }

    /** The record, damaged. */
    static LeaseRecord damaged(LeaseRecord record, long way) {
        return switch ((int) way % 9) {
            case 0 -> duration(record, Integer.MAX_VALUE);
            case 1 -> duration(record, 1 + (int) (way % 50));
            case 2 -> transitions(record, 0);
            case 3 -> transitions(record, Integer.MAX_VALUE);
            case 4 ->
                new LeaseRecord(
                        record.holderIdentity(),
                        record.leaseDurationSeconds(),
                        record.acquireTime(),
                        record.renewTime(),
                        record.leaseTransitions(),
                        null);
            case 5 ->
                new LeaseRecord(
                        record.holderIdentity(),
                        record.leaseDurationSeconds(),
                        record.acquireTime(),
                        later(record.renewTime()),
                        record.leaseTransitions(),
                        record.seal());
            case 6 -> LeaseRecord.VACANT;
            case 7 -> new LeaseRecord("\u001b[31m${x}\n".repeat(40), null, null, null, -1, "v1;incarnation=%zz;;=");
            default -> new LeaseRecord(record.holderIdentity(), null, null, null, null, "v9;incarnation=x;attempt=1");
        };
    }

    private static Instant later(@Nullable Instant time) {
        return (time == null ? Instant.EPOCH : time).plus(Duration.ofHours(1));
    }

    private static LeaseRecord with(LeaseRecord record, @Nullable String holder) {
        return new LeaseRecord(
                holder,
                record.leaseDurationSeconds(),
                record.acquireTime(),
                record.renewTime(),
                record.leaseTransitions(),
                record.seal());
    }

    private static LeaseRecord duration(LeaseRecord record, int seconds) {
        return new LeaseRecord(
                record.holderIdentity(),
                seconds,
                record.acquireTime(),
                record.renewTime(),
                record.leaseTransitions(),
                record.seal());
    }

    private static LeaseRecord transitions(LeaseRecord record, int transitions) {
        return new LeaseRecord(
                record.holderIdentity(),
                record.leaseDurationSeconds(),
                record.acquireTime(),
                record.renewTime(),
                transitions,
                record.seal());
    }
}
