package io.leaderelection.elector.simulation;

/** Dice that always fall alike: nothing unlikely happens, and everything is as punctual as it can be. */
final class FixedDice extends Dice {

    FixedDice() {
        super(0);
    }

    @Override
    Dice split() {
        return this;
    }

    @Override
    boolean chance(double probability) {
        return false;
    }

    @Override
    double fraction() {
        return 0.5;
    }

    @Override
    int below(int bound) {
        return 0;
    }

    @Override
    long between(long from, long to) {
        return from;
    }
}
