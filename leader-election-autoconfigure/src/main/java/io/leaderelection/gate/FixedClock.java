package io.leaderelection.gate;

/** A clock that stands still. */
public enum FixedClock implements ElectorClock {
    STOPPED;

    @Override
    public long nanoTime() {
        return 0;
    }

    @Override
    public long wallMillis() {
        return 0;
    }

    @Override
    public long bootNanos() {
        return NO_BOOT_TIME;
    }
}
