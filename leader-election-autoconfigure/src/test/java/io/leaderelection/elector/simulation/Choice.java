package io.leaderelection.elector.simulation;

import io.leaderelection.elector.Candidate;

/** Leaves everything to a search, which says what arrives and what rings next. Nobody hears of Pods. */
final class Choice implements Fate {

    private final OpenTime time = new OpenTime();

    @Override
    public Dice dice(long seed) {
        return new StillDice();
    }

    @Override
    public OpenTime time() {
        return time;
    }

    @Override
    public LeaderWork workOf(SimProcess process, Candidate candidate) {
        return new SingleCall(process, candidate);
    }

    @Override
    public boolean tellsOfPods() {
        return false;
    }
}
