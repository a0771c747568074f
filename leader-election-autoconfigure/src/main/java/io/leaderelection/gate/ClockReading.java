package io.leaderelection.gate;

import java.time.Instant;

/**
 * One reading of all clocks.
 *
 * @param nanos monotonic time, comparable only by difference
 * @param wallMillis wall time, for people and as a hint
 * @param bootNanos time since boot including suspension, or {@link ElectorClock#NO_BOOT_TIME}
 */
public record ClockReading(long nanos, long wallMillis, long bootNanos) {

    public Instant wallTime() {
        return Instant.ofEpochMilli(wallMillis);
    }

    /** Nanoseconds of suspension since an earlier moment; 0 where boot time cannot be read. */
    public long asleepSince(ClockReading earlier) {
        if (bootNanos == ElectorClock.NO_BOOT_TIME || earlier.bootNanos == ElectorClock.NO_BOOT_TIME) {
            return 0;
        }
        return Math.max(0, (bootNanos - earlier.bootNanos) - (nanos - earlier.nanos));
    }
}
