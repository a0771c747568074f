package io.leaderelection.evidence;

import java.util.List;
import java.util.function.Function;

/** What is asked of all outcomes of a contender in a scenario, and answered in seconds or by a count: less is better. */
enum Question {
    NOBODY("nobody leads for %s s (median)", outcomes -> median(outcomes, Outcome::absence)),

    TOLD("the work is told to end after %s s (median)", outcomes -> median(outcomes, Outcome::told)),

    ANSWERS("two answer that they lead for %s s (longest)", outcomes -> longest(outcomes, Outcome::answersOverlap)),

    WORK("two work at once for %s s (longest)", outcomes -> longest(outcomes, Outcome::workOverlap)),

    LATE(
            "%s late writes are taken (most)",
            outcomes -> outcomes.stream().mapToDouble(Outcome::lateWrites).max().orElse(Double.NaN));

    /** What differs by less is a matter of chance, in seconds. */
    private static final double NOISE = 0.02;

    private final String sentence;
    private final Function<List<Outcome>, Double> answer;

    Question(String sentence, Function<List<Outcome>, Double> answer) {
        this.sentence = sentence;
        this.answer = answer;
    }

    /** The answer; not a number if there is none. */
    double of(List<Outcome> outcomes) {
        return answer.apply(outcomes);
    }

    /** Whether the one is less than the other by more than chance. */
    static boolean isBetter(double one, double other) {
        return one < other * 0.9 && one < other - NOISE;
    }

    String sentence(double answer) {
        return sentence.formatted(this == LATE ? Long.toString((long) answer) : Sample.format(answer));
    }

    private static double median(List<Outcome> outcomes, Function<Outcome, Long> nanos) {
        return Sample.seconds(outcomes, nanos).median();
    }

    private static double longest(List<Outcome> outcomes, Function<Outcome, Long> nanos) {
        return Sample.seconds(outcomes, nanos).max();
    }
}
