package io.leaderelection.elector.simulation;

import io.leaderelection.gate.ClockReading;
import io.leaderelection.gate.ElectorClock;

/** Clocks of mutants. */
final class WrongClocks {

    private WrongClocks() {}

    /** Tells gates the time at which the elector last did something: a gate is as good as the thread that shuts it. */
    static final class Flag implements ElectorClock {
        private final NodeClock clock;
        private ClockReading last;

        Flag(NodeClock clock) {
            this.clock = clock;
            this.last = clock.now();
        }

        @Override
        public long nanoTime() {
            return last.nanos();
        }

        @Override
        public long wallMillis() {
            return last.wallMillis();
        }

        @Override
        public long bootNanos() {
            return last.bootNanos();
        }

        @Override
        public ClockReading now() {
            last = clock.now();
            return last;
        }
    }

    /** Measures durations by the wall clock. */
    static final class Wall implements ElectorClock {
        private final NodeClock clock;

        Wall(NodeClock clock) {
            this.clock = clock;
        }

        @Override
        public long nanoTime() {
            return clock.wallMillis() * VirtualTime.MILLI;
        }

        @Override
        public long wallMillis() {
            return clock.wallMillis();
        }

        @Override
        public long bootNanos() {
            return NO_BOOT_TIME;
        }
    }
}
