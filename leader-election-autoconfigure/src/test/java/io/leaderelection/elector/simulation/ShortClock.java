package io.leaderelection.elector.simulation;

import io.leaderelection.gate.ClockReading;
import io.leaderelection.gate.ElectorClock;

/** Clocks of which, during a {@link Shortage}, the whole set is not to be had now and then: boot time takes memory. */
final class ShortClock implements ElectorClock {

    private final ElectorClock clock;
    private final Runnable strike;

    /**
     * @param strike throws now and then
     */
    ShortClock(ElectorClock clock, Runnable strike) {
        this.clock = clock;
        this.strike = strike;
    }

    @Override
    public long nanoTime() {
        return clock.nanoTime();
    }

    @Override
    public long wallMillis() {
        return clock.wallMillis();
    }

    @Override
    public long bootNanos() {
        return clock.bootNanos();
    }

    @Override
    public ClockReading now() {
        strike.run();
        return clock.now();
    }
}
