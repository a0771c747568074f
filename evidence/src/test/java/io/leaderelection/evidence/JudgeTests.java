package io.leaderelection.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The judge finds what was planted, and nothing in a history without it. */
class JudgeTests {

    private final List<Line> lines = new ArrayList<>();
    private final List<Span> pauses = new ArrayList<>();

    @Test
    void aHandOverIsClean() {
        yes("a", 1, 0, 100);
        work("a", 1, 10, 90);
        yes("b", 2, 105, 200);
        work("b", 2, 110, 190);

        assertThat(judge().answersBeside()).isZero();
        assertThat(judge().answersOverlap()).isZero();
        assertThat(judge().workOverlap()).isZero();
        assertThat(judge().tokenReversals()).isZero();
        assertThat(judge().absence(50, 150)).isBetween(5L, 7L);
    }

    @Test
    void twoAnswersAtOnceAreFound() {
        yes("a", 1, 0, 100);
        yes("b", 2, 80, 200);

        assertThat(judge().answersBeside()).isGreaterThanOrEqualTo(2);
        assertThat(judge().answersOverlap()).isBetween(18L, 20L);
        assertThat(judge().absence(50, 150)).isZero();
    }

    @Test
    void aSingleAnswerBesideASuccessorIsFound() {
        yes("a", 1, 0, 50);
        yes("b", 2, 100, 200);
        yes("a", 1, 150, 150);

        pauses.add(new Span("a", 55, 149));
        assertThat(judge().answersBeside()).isEqualTo(1);
    }

    @Test
    void whatAPausedProcessDoesNotSayIsNoOverlap() {
        yes("a", 1, 0, 50);
        work("a", 1, 40, 215);
        pauses.add(new Span("a", 55, 210));
        yes("b", 2, 100, 200);
        work("b", 2, 110, 205);

        assertThat(judge().answersBeside()).isZero();
        assertThat(judge().answersOverlap()).isZero();
        assertThat(judge().workOverlap()).isZero();
    }

    @Test
    void anAnswerThatAPauseHasDelayedProvesNothing() {
        yes("a", 1, 0, 50);
        pauses.add(new Span("a", 55, 210));
        lines.add(new Line("a", 54, "yes", 1, 211));
        yes("b", 2, 100, 300);

        assertThat(judge().answersBeside()).isZero();
        assertThat(judge().answersOverlap()).isZero();
    }

    @Test
    void workAtOnceIsFoundAlsoIfItNeverEnds() {
        work("a", 1, 10, 100);
        lines.add(new Line("b", 70, "enter", 2, 71));
        lines.add(new Line("b", 120, "yes", 2, 120));

        assertThat(judge().workOverlap()).isEqualTo(29);
    }

    @Test
    void aTokenThatFallsIsFound() {
        work("a", 7, 0, 100);
        work("b", 6, 110, 120);
        work("b", 6, 130, 140);

        assertThat(judge().tokenReversals()).isEqualTo(2);
    }

    @Test
    void aLateWriteIsFoundUnlessItWasRefused() {
        assertThat(Judge.lateWrites(List.of(write("a", true), write("b", true), write("b", true))))
                .isZero();
        assertThat(Judge.lateWrites(List.of(write("a", true), write("b", true), write("a", true))))
                .isEqualTo(1);
        assertThat(Judge.lateWrites(List.of(write("a", true), write("b", true), write("a", false))))
                .isZero();
    }

    private Judge judge() {
        return new Judge(lines, pauses);
    }

    private void yes(String process, long term, long from, long to) {
        LongStream.rangeClosed(from, to).forEach(at -> lines.add(new Line(process, at, "yes", term, at)));
    }

    private void work(String process, long term, long from, long to) {
        lines.add(new Line(process, from, "enter", term, from));
        lines.add(new Line(process, to, "exit", term, to));
    }

    private static Write write(String by, boolean accepted) {
        return new Write(by, 1, 0, accepted);
    }
}
