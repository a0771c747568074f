package io.leaderelection.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.GatedCall;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TermTest {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final ManualClock clock = new ManualClock();
    private final Term term = termBeginningAt(clock.now());

    private Term termBeginningAt(ClockReading sent) {
        return new Term(clock, sent, DEADLINE, 3, 42);
    }

    @Test
    void tellsItsNumberAndToken() {
        assertThat(term.number()).isEqualTo(3);
        assertThat(term.token()).isEqualTo(42);
    }

    @Test
    void isOpenUntilSendTimePlusDeadline() {
        clock.passes(DEADLINE.minusNanos(1));
        assertThat(term.isOpen()).isTrue();
        assertThat(term.timeLeft()).isEqualTo(Duration.ofNanos(1));

        clock.passes(Duration.ofNanos(1));
        assertThat(term.isOpen()).isFalse();
        assertThat(term.timeLeft()).isEqualTo(Duration.ZERO);
    }

    @Test
    void isShutFromTheStartIfItsWriteWasAnsweredTooLate() {
        ClockReading sent = clock.now();
        clock.passes(DEADLINE);

        assertThat(termBeginningAt(sent).isOpen()).isFalse();
    }

    @Test
    void theFirstQuestionAfterAnyPauseIsRefused() {
        clock.passes(Duration.ofHours(5));

        assertThat(term.enter("late")).isNull();
        assertThat(term.calls().names()).isEmpty();
    }

    @Test
    void anExtensionCountsFromItsOwnSendTime() {
        clock.passes(Duration.ofSeconds(3));
        ClockReading sent = clock.now();
        clock.passes(Duration.ofSeconds(5));

        assertThat(term.extend(sent)).isTrue();
        clock.passes(Duration.ofMillis(4_999));
        assertThat(term.isOpen()).isTrue();
        clock.passes(Duration.ofMillis(1));
        assertThat(term.isOpen()).isFalse();
    }

    @Test
    void anExtensionByAnEarlierWriteShortensNothing() {
        ClockReading earlier = clock.now();
        clock.passes(Duration.ofSeconds(3));
        term.extend(clock.now());

        assertThat(term.extend(earlier)).isTrue();
        assertThat(term.timeLeft()).isEqualTo(DEADLINE);
    }

    @Test
    void isNotExtendedAfterItsDeadline() {
        clock.passes(Duration.ofSeconds(3));
        ClockReading sent = clock.now();
        clock.passes(Duration.ofSeconds(7));

        assertThat(term.extend(sent)).isFalse();
        assertThat(term.isOpen()).isFalse();
    }

    @Test
    void onceSeenShutStaysShut() {
        clock.passes(Duration.ofSeconds(3));
        ClockReading sent = clock.now();
        clock.passes(Duration.ofSeconds(7));
        assertThat(term.isOpen()).isFalse();

        assertThat(term.extend(sent)).isFalse();
        assertThat(term.extend(clock.now())).isFalse();
        assertThat(term.isOpen()).isFalse();
    }

    @Test
    void closedToCallsItGoesOnToHoldTheLease() {
        term.close();
        assertThat(term.isOpen()).isFalse();
        assertThat(term.enter("new")).isNull();
        assertThat(term.timeLeft()).isEqualTo(Duration.ZERO);
        assertThat(term.holds()).isTrue();

        clock.passes(Duration.ofSeconds(3));
        assertThat(term.extend(clock.now())).isTrue();
        assertThat(term.isOpen()).isFalse();

        clock.passes(DEADLINE);
        assertThat(term.holds()).isFalse();
    }

    @Test
    void shutItHoldsNothing() {
        term.shut();
        term.close();

        assertThat(term.isOpen()).isFalse();
        assertThat(term.holds()).isFalse();
        assertThat(term.extend(clock.now())).isFalse();
    }

    @Test
    void letsCallsInWhileOpen() {
        try (GatedCall admission = term.enter("report")) {
            assertThat(admission).isNotNull();
            assertThat(term.calls().names()).containsExactly("report");
        }
        assertThat(term.calls().names()).isEmpty();
    }

    // Suspension: the monotonic clock stands, boot time goes on.

    @Test
    void aSleepPastTheDeadlineShutsTheGate() {
        clock.passes(Duration.ofSeconds(1));
        clock.sleeps(Duration.ofSeconds(9));

        assertThat(term.isOpen()).isFalse();
        assertThat(term.extend(clock.now())).isFalse();
    }

    @Test
    void aShortSleepBringsTheDeadlineForward() {
        clock.sleeps(Duration.ofSeconds(4));
        assertThat(term.isOpen()).isTrue();
        assertThat(term.timeLeft()).isEqualTo(Duration.ofSeconds(6));

        clock.sleeps(Duration.ofSeconds(2));
        assertThat(term.timeLeft()).isEqualTo(Duration.ofSeconds(4));
        clock.passes(Duration.ofSeconds(4));
        assertThat(term.isOpen()).isFalse();
    }

    @Test
    void aSleepBetweenSendingAndAnswerCounts() {
        ClockReading sent = clock.now();
        clock.sleeps(Duration.ofSeconds(7));
        Term late = termBeginningAt(sent);

        assertThat(late.isOpen()).isTrue();
        assertThat(late.timeLeft()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void anExtensionSentBeforeASleepCountsTheSleep() {
        clock.passes(Duration.ofSeconds(3));
        ClockReading sent = clock.now();
        clock.sleeps(Duration.ofSeconds(6));

        assertThat(term.extend(sent)).isTrue();
        assertThat(term.timeLeft()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void onlyTheClocksAreAskedWhileTheyAgree() {
        int before = clock.bootReadings();
        for (int i = 0; i < 99; i++) {
            clock.passes(Duration.ofMillis(100));
            term.isOpen();
        }
        assertThat(clock.bootReadings()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(longs = {-3_600_000, -1_000, 1_000, 3_600_000, 1_000_000_000_000L})
    void aWallClockSetByHandChangesNothing(long millis) {
        clock.passes(Duration.ofSeconds(4));
        clock.wallIsSetBy(Duration.ofMillis(millis));

        assertThat(term.isOpen()).isTrue();
        assertThat(term.timeLeft()).isEqualTo(Duration.ofSeconds(6));
        clock.passes(Duration.ofSeconds(6));
        assertThat(term.isOpen()).isFalse();
    }

    @Test
    void bootTimeIsReadOnceForEachTimeTheClocksComeApart() {
        int before = clock.bootReadings();
        for (int i = 1; i <= 3; i++) {
            clock.wallIsSetBy(Duration.ofHours(1));
            for (int question = 0; question < 50; question++) {
                assertThat(term.isOpen()).isTrue();
            }
            assertThat(clock.bootReadings()).isEqualTo(before + i);
        }
    }

    @Test
    void aWallClockSetBackDuringASleepDoesNotHideIt() {
        clock.sleeps(Duration.ofSeconds(12));
        clock.wallIsSetBy(Duration.ofHours(-1));

        assertThat(term.isOpen()).isFalse();
    }

    @Test
    void withoutBootTimeASleepCannotBeNoticed() {
        clock.cannotTellBootTime();
        clock.sleeps(Duration.ofHours(1));

        assertThat(term.isOpen()).isTrue();
        clock.passes(DEADLINE);
        assertThat(term.isOpen()).isFalse();
    }

    /** Boot time in steps may bring the end forward by a step; it never puts it off by more than one. */
    @ParameterizedTest
    @CsvSource({"1, 5000", "1007, 5003", "9, 9971", "13, 251", "4, 4", "4, 9996"})
    void bootTimeInStepsCostsAtMostAStep(long awake, long asleep) {
        ManualClock coarse = new ManualClock();
        coarse.passes(Duration.ofMillis(6));
        coarse.bootTimeComesInStepsOf(Duration.ofMillis(10));
        Term stepped = new Term(coarse, coarse.now(), DEADLINE, 1, 1);
        coarse.passes(Duration.ofMillis(awake));
        coarse.sleeps(Duration.ofMillis(asleep));

        long truly = DEADLINE.toMillis() - awake - asleep;
        assertThat(stepped.timeLeft().toMillis()).isBetween(Math.max(0, truly - 10), truly + 10);
    }

    // Races, by construction: something happens between two steps of a question.

    @Test
    void aRenewalConfirmedWhileTheDeadlineIsFoundPassedKeepsTheGateOpen() {
        clock.passes(Duration.ofSeconds(9));
        ClockReading sent = clock.now();
        TrickClock trick = new TrickClock(clock);
        Term raced = new Term(trick, clockAgo(Duration.ofSeconds(9)), DEADLINE, 1, 1);
        trick.atNextQuestion(() -> {
            assertThat(raced.extend(sent)).isTrue();
            clock.passes(Duration.ofSeconds(1));
        });

        assertThat(raced.isOpen()).isTrue();
        assertThat(raced.timeLeft()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void aShutBetweenTheStepsOfAnExtensionWins() {
        TrickClock trick = new TrickClock(clock);
        Term raced = new Term(trick, clock.now(), DEADLINE, 1, 1);
        trick.atNextQuestion(raced::shut);

        assertThat(raced.extend(clock.now())).isFalse();
        assertThat(raced.isOpen()).isFalse();
    }

    @Test
    void aCloseBetweenTheStepsOfAnExtensionIsNotUndone() {
        TrickClock trick = new TrickClock(clock);
        Term raced = new Term(trick, clock.now(), DEADLINE, 1, 1);
        clock.passes(Duration.ofSeconds(1));
        trick.atNextQuestion(raced::close);

        assertThat(raced.extend(clock.now())).isTrue();
        assertThat(raced.isOpen()).isFalse();
        assertThat(raced.holds()).isTrue();
    }

    @Test
    void aQuestionThatSeesTheEndBetweenTheStepsOfAnExtensionIsNotMadeALiar() {
        clock.passes(Duration.ofMillis(9_999));
        ClockReading sent = clock.now();
        TrickClock trick = new TrickClock(clock);
        Term raced = new Term(trick, clockAgo(Duration.ofMillis(9_999)), DEADLINE, 1, 1);
        trick.atNextQuestion(() -> {
            clock.passes(Duration.ofSeconds(1));
            assertThat(raced.isOpen()).isFalse();
        });

        assertThat(raced.extend(sent)).isFalse();
        assertThat(raced.isOpen()).isFalse();
    }

    @Test
    void aRenewalConfirmedWhileBootTimeIsReadIsJudgedByItsOwnClocks() {
        ClockReading sent = clock.now();
        clock.sleeps(Duration.ofSeconds(11));
        TrickClock trick = new TrickClock(clock);
        Term raced = new Term(
                trick, new ClockReading(sent.nanos() - 1_000_000, sent.wallMillis(), sent.bootNanos()), DEADLINE, 1, 1);
        trick.whenBootTimeIsRead(() -> raced.extend(sent));

        assertThat(raced.isOpen()).isFalse();
    }

    private ClockReading clockAgo(Duration time) {
        ClockReading now = clock.now();
        return new ClockReading(
                now.nanos() - time.toNanos(), now.wallMillis() - time.toMillis(), now.bootNanos() - time.toNanos());
    }

    /** A clock that lets something happen just before it answers. */
    private static final class TrickClock implements ElectorClock {

        private final ElectorClock clock;
        private Runnable trick = () -> {};
        private Runnable bootTrick = () -> {};

        TrickClock(ElectorClock clock) {
            this.clock = clock;
        }

        void atNextQuestion(Runnable trick) {
            this.trick = trick;
        }

        void whenBootTimeIsRead(Runnable trick) {
            this.bootTrick = trick;
        }

        @Override
        public long nanoTime() {
            Runnable once = trick;
            trick = () -> {};
            once.run();
            return clock.nanoTime();
        }

        @Override
        public long wallMillis() {
            return clock.wallMillis();
        }

        @Override
        public long bootNanos() {
            Runnable once = bootTrick;
            bootTrick = () -> {};
            once.run();
            return clock.bootNanos();
        }
    }
}
