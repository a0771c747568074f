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
            // Never twice the same: to put back what was there before is another fault.
            case 7 ->
                new LeaseRecord("\u001b[31m${x}\n".repeat(40), null, null, null, -1, "v1;incarnation=%zz;;=" + way);
            default ->
                new LeaseRecord(record.holderIdentity(), null, null, null, null, "v9;incarnation=x;attempt=" + way);
        };
    }

    /** The record with a number in it that is out of any range. */
    static LeaseRecord distorted(LeaseRecord record, long way) {
        return switch ((int) way % 8) {
            case 0 -> duration(record, 0);
            case 1 -> duration(record, Integer.MIN_VALUE);
            case 2 -> transitions(record, Integer.MIN_VALUE);
            case 3 -> times(record, Instant.MAX);
            case 4 -> times(record, Instant.MIN);
            // Nobody forges a seal that fits (A4): this one is left over from another renewal.
            case 5 -> sealed(sealed(record, "token", "9223372036854775807"), "renewed", "1970-01-01T00%3A00%3A00Z");
            case 6 -> sealed(record, "attempt", "99999999999999999999");
            default -> sealed(record, "renewed", "%2B999999999-12-31T23%3A59%3A59.999999999Z");
        };
    }

    private static LeaseRecord times(LeaseRecord record, Instant time) {
        return new LeaseRecord(
                record.holderIdentity(),
                record.leaseDurationSeconds(),
                time,
                time,
                record.leaseTransitions(),
                record.seal());
    }

    private static LeaseRecord sealed(LeaseRecord record, String key, String value) {
        return new LeaseRecord(
                record.holderIdentity(),
                record.leaseDurationSeconds(),
                record.acquireTime(),
                record.renewTime(),
                record.leaseTransitions(),
                record.seal() == null ? null : record.seal().replaceFirst(key + "=[^;]*", key + "=" + value));
    }

    private static Instant later(@Nullable Instant time) {
        Instant from = time == null ? Instant.EPOCH : time;
        // An hour after the end of all time, which an earlier edit may have written, there is none.
        return from.isBefore(Instant.MAX.minus(Duration.ofHours(1))) ? from.plus(Duration.ofHours(1)) : Instant.EPOCH;
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
