package io.leaderelection.lock.kubernetes.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LineBudgetTests {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** So that the clock passes through its greatest number. */
    private long now = Long.MAX_VALUE - 2 * SECOND;

    private final LineBudget lines = new LineBudget(Duration.ofSeconds(10), now);

    @Test
    void aThousandMayComeAtOnceAndThenAHundredInASecond() {
        now += 100 * SECOND;
        assertThat(taken(2000)).isEqualTo(1000);

        for (int second = 0; second < 100; second++) {
            now += SECOND;
            assertThat(taken(2000)).isEqualTo(100);
        }
    }

    @Test
    void aHundredInASecondMayGoOnForEver() {
        for (int line = 0; line < 100_000; line++) {
            now += SECOND / 100;
            assertThat(taken(1)).isEqualTo(1);
        }
    }

    @Test
    void afterItsTimeEverythingIsAsAtFirst() {
        taken(5000);
        now += 10 * SECOND;

        assertThat(taken(5000)).isEqualTo(1000);
    }

    @Test
    void withoutATimeAnyNumberMayCome() {
        LineBudget endless = new LineBudget(Duration.ZERO, now);

        for (int line = 0; line < 10_000; line++) {
            assertThat(endless.take(now)).isTrue();
        }
    }

    private int taken(int offered) {
        int taken = 0;
        for (int line = 0; line < offered; line++) {
            taken += lines.take(now) ? 1 : 0;
        }
        return taken;
    }
}
