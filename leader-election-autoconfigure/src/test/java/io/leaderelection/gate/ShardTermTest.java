package io.leaderelection.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ShardTermTest {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final ManualClock clock = new ManualClock();
    private final Term seat = new Term(clock, clock.now(), DEADLINE, 3, 42);
    private final ShardTerm shard = new ShardTerm(seat, 77);

    @Test
    void hasATokenOfItsOwn() {
        assertThat(shard.token()).isEqualTo(77);
        assertThat(shard.number()).isEqualTo(77);
    }

    @Test
    void holdsAsLongAsTheSeatDoes() {
        clock.passes(Duration.ofSeconds(4));
        assertThat(shard.timeLeft()).isEqualTo(Duration.ofSeconds(6));
        assertThat(shard.sinceConfirmed()).isEqualTo(Duration.ofSeconds(4));
        seat.extend(clock.now());
        clock.passes(Duration.ofSeconds(9));
        assertThat(shard.isOpen()).isTrue();

        clock.passes(Duration.ofSeconds(1));

        assertThat(shard.isOpen()).isFalse();
        assertThat(shard.holds()).isFalse();
        assertThat(shard.enter("late")).isNull();
        assertThat(shard.timeLeft()).isZero();
    }

    @Test
    void isShutWithoutTheSeat() {
        shard.shut();

        assertThat(shard.isOpen()).isFalse();
        assertThat(shard.timeLeft()).isZero();
        assertThat(shard.sinceConfirmed()).isNull();
        assertThat(seat.isOpen()).isTrue();
    }

    @Test
    void letsNobodyInWhileTheSeatIsGivenBack() {
        seat.close();

        assertThat(shard.isOpen()).isFalse();
        assertThat(shard.holds()).isTrue();
    }
}
