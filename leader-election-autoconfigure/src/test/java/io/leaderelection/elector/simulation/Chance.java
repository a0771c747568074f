package io.leaderelection.elector.simulation;

import io.leaderelection.elector.Candidate;

/** Leaves everything to chance, which comes from the schedule's seed. */
final class Chance implements Fate {

    @Override
    public Dice dice(long seed) {
        return new Dice(seed);
    }

    @Override
    public VirtualTime time() {
        return new VirtualTime();
    }

    @Override
    public LeaderWork workOf(SimProcess process, Candidate candidate) {
        return new GatedWork(process, candidate);
    }

    @Override
    public boolean tellsOfPods() {
        return true;
    }
}
