package io.leaderelection.elector.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.gate.ClockReading;
import io.leaderelection.gate.ElectorClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SystemClockTest {

    private final SystemClock clock = new SystemClock();

    @Test
    void readsTheClocksOfTheMachine() {
        ClockReading moment = clock.now();

        assertThat(Duration.ofNanos(System.nanoTime() - moment.nanos())).isLessThan(Duration.ofMinutes(1));
        assertThat(System.currentTimeMillis() - moment.wallMillis()).isLessThan(60_000);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void bootTimeDoesNotGoBack() {
        long last = clock.bootNanos();
        assertThat(last).isPositive();
        for (int i = 0; i < 1_000; i++) {
            long next = clock.bootNanos();
            assertThat(next).isGreaterThanOrEqualTo(last);
            last = next;
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anInterruptedThreadReadsBootTimeAndSpoilsItForNobody() {
        Thread.currentThread().interrupt();
        try {
            assertThat(clock.bootNanos()).isNotEqualTo(ElectorClock.NO_BOOT_TIME);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(clock.bootNanos()).isNotEqualTo(ElectorClock.NO_BOOT_TIME);
    }
}
