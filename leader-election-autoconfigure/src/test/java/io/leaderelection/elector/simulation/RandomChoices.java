package io.leaderelection.elector.simulation;

import io.leaderelection.elector.LeaseLeaderElection;

/** Leaves everything to chance, which comes from the schedule's seed. */
final class RandomChoices implements ChoiceSource {

    @Override
    public Dice dice(long seed) {
        return new Dice(seed);
    }

    @Override
    public VirtualTime time() {
        return new VirtualTime();
    }

    @Override
    public LeaderWork workOf(SimProcess process, LeaseLeaderElection election) {
        return new GatedWork(process, election);
    }

    @Override
    public boolean tellsOfPods() {
        return true;
    }
}
