package io.leaderelection.elector.simulation;

import io.leaderelection.elector.Randomness;

/** Randomness from the schedule's seed. */
final class SimRandomness implements Randomness {

    private final SimProcess process;
    private final boolean sameNames;
    private int names;

    /**
     * @param sameNames whether all nodes get the same names, which breaks the promise
     */
    SimRandomness(SimProcess process, boolean sameNames) {
        this.process = process;
        this.sameNames = sameNames;
    }

    @Override
    public String nextName() {
        return sameNames ? "twin" : process.name() + "-" + names++;
    }

    @Override
    public double nextFraction() {
        return process.node().dice().fraction();
    }
}
