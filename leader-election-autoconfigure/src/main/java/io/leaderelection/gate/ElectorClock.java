package io.leaderelection.gate;

/** The clocks of the process. Safe for use by any thread. */
public interface ElectorClock {

    /** Stands for a boot time that this machine does not tell. */
    long NO_BOOT_TIME = Long.MIN_VALUE;

    /** Monotonic time in nanoseconds: counts every pause of the process, may stand still while the machine sleeps. */
    long nanoTime();

    /** Wall time in milliseconds since the epoch. Nothing is decided by it. */
    long wallMillis();

    /** Time since boot in nanoseconds, counting suspension, or {@link #NO_BOOT_TIME}. May do I/O. */
    long bootNanos();

    /** All clocks at once. */
    default ClockReading now() {
        return new ClockReading(nanoTime(), wallMillis(), bootNanos());
    }
}
