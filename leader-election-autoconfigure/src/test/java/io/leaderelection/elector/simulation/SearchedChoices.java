package io.leaderelection.elector.simulation;

import io.leaderelection.elector.LeaseLeaderElection;

/** Leaves everything to a search, which says what arrives and what rings next. Nobody hears of Pods. */
final class SearchedChoices implements ChoiceSource {

    private final OpenTime time = new OpenTime();

    @Override
    public Dice dice(long seed) {
        return new FixedDice();
    }

    @Override
    public OpenTime time() {
        return time;
    }

    @Override
    public LeaderWork workOf(SimProcess process, LeaseLeaderElection election) {
        return new SingleCall(process, election);
    }

    @Override
    public boolean tellsOfPods() {
        return false;
    }
}
