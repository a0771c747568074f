package io.leaderelection.elector.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** Chance, from a seed. */
class Dice {

    private final SplittableRandom random;

    Dice(long seed) {
        this(new SplittableRandom(seed));
    }

    private Dice(SplittableRandom random) {
        this.random = random;
    }

    /** Other dice, which this one's further throws do not change. */
    Dice split() {
        return new Dice(random.split());
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    double fraction() {
        return random.nextDouble();
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** A number from the lower (inclusive) to the upper (exclusive, unless both are equal). */
    long between(long from, long to) {
        return from >= to ? from : random.nextLong(from, to);
    }

    @SafeVarargs
    final <T> T oneOf(T... choices) {
        return choices[below(choices.length)];
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(below(choices.size()));
    }
}
