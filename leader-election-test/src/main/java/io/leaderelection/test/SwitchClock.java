package io.leaderelection.test;

import io.leaderelection.gate.ClockReading;
import io.leaderelection.gate.ElectorClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The clock of a switched election. Monotonic time passes when the switch says so, and by a nanosecond with each reading.
 * Wall time is the machine's: nothing is decided by it. Any thread.
 */
final class SwitchClock implements ElectorClock {

    private final AtomicLong nanos = new AtomicLong();

    private volatile @Nullable Thread broken;

    @Override
    public long nanoTime() {
        return nanos.incrementAndGet();
    }

    @Override
    public long wallMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public long bootNanos() {
        return NO_BOOT_TIME;
    }

    @Override
    public ClockReading now() {
        if (Thread.currentThread() == broken) {
            broken = null;
            throw new IllegalStateException("The election fails as the test has asked for by lose(FAILED)");
        }
        return ElectorClock.super.now();
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** The next reading of all clocks by the calling thread fails, and with it whoever needs it. */
    void breakOnce() {
        broken = Thread.currentThread();
    }
}
