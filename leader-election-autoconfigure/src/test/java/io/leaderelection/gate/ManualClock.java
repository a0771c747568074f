package io.leaderelection.gate;

import java.time.Duration;
import java.time.Instant;

/**
 * Clocks that move only when a test moves them. The monotonic one is about to overflow, for only its differences may
 * count.
 */
public final class ManualClock implements ElectorClock {

    /** When every test begins, by the wall clock. */
    public static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private volatile long nanos = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();
    private volatile long wallMillis = NOON.toEpochMilli();
    private volatile long bootNanos = Duration.ofDays(3).toNanos();
    private volatile long bootStep = 1;
    private volatile boolean tellsBootTime = true;
    private volatile int bootReadings;

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public long wallMillis() {
        return wallMillis;
    }

    @Override
    public synchronized long bootNanos() {
        bootReadings++;
        return tellsBootTime ? bootNanos - bootNanos % bootStep : NO_BOOT_TIME;
    }

    /** Time passes, for all clocks. */
    public synchronized void passes(Duration time) {
        nanos += time.toNanos();
        wallMillis += time.toMillis();
        bootNanos += time.toNanos();
    }

    /** The machine sleeps: the monotonic clock stands. */
    public synchronized void sleeps(Duration time) {
        wallMillis += time.toMillis();
        bootNanos += time.toNanos();
    }

    /** Somebody sets the wall clock. */
    public synchronized void wallIsSetBy(Duration change) {
        wallMillis += change.toMillis();
    }

    /** Boot time is told in steps from now on, as {@code /proc/uptime} does. */
    public synchronized void bootTimeComesInStepsOf(Duration step) {
        bootStep = step.toNanos();
    }

    /** This is a machine without boot time. */
    public synchronized void cannotTellBootTime() {
        tellsBootTime = false;
    }

    public int bootReadings() {
        return bootReadings;
    }
}
