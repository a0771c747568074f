package io.leaderelection.elector.simulation;

import io.leaderelection.gate.ElectorClock;

/**
 * The clocks of one machine: a monotonic one with its own rate, which stands still while the machine sleeps, boot time,
 * which does not, and a wall clock that may be wrong, stepped or stuck.
 */
final class NodeClock implements ElectorClock {

    private static final long NOT_ASLEEP = -1;

    private final VirtualTime time;
    private final double rate;
    private final long origin;
    private long wallOffsetMillis;
    private long slept;
    private long asleepSince = NOT_ASLEEP;
    private int stuck;
    private long stuckAtMillis;

    NodeClock(VirtualTime time, double rate, long origin, long wallOffsetMillis) {
        this.time = time;
        this.rate = rate;
        this.origin = origin;
        this.wallOffsetMillis = wallOffsetMillis;
    }

    @Override
    public long nanoTime() {
        long now = time.now();
        long asleep = asleepSince == NOT_ASLEEP ? slept : slept + now - asleepSince;
        return origin + (long) (rate * (now - asleep));
    }

    @Override
    public long wallMillis() {
        return stuck > 0 ? stuckAtMillis : runningWallMillis();
    }

    @Override
    public long bootNanos() {
        return (long) (rate * time.now());
    }

    double rate() {
        return rate;
    }

    /** How much true time passes while this clock, awake, counts as much. */
    long trueNanos(long localNanos) {
        return (long) Math.ceil(localNanos / rate);
    }

    void fallAsleep() {
        asleepSince = time.now();
    }

    void wakeUp() {
        slept += time.now() - asleepSince;
        asleepSince = NOT_ASLEEP;
        // A machine that wakes up sets its wall clock by the hardware's, whatever has become of it before.
        stuckAtMillis = runningWallMillis();
    }

    void stepWall(long millis) {
        wallOffsetMillis += millis;
    }

    void stickWall() {
        stuckAtMillis = wallMillis();
        stuck++;
    }

    void freeWall() {
        stuck--;
    }

    private long runningWallMillis() {
        return wallOffsetMillis + time.now() / VirtualTime.MILLI;
    }
}
