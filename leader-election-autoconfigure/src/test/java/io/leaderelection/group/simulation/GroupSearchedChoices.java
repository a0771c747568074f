package io.leaderelection.group.simulation;

import io.leaderelection.elector.simulation.OpenTime;

/** Leaves everything to a search, which says what arrives and what rings next. */
final class GroupSearchedChoices implements GroupChoices {

    private final OpenTime time = new OpenTime();

    @Override
    public OpenTime time() {
        return time;
    }

    @Override
    public long between(long from, long to) {
        return from;
    }

    /** Each process begins at another one of two seats than the process before. */
    @Override
    public double fraction(int place) {
        return place % 2 == 0 ? 0.25 : 0.75;
    }

    @Override
    public long latency() {
        return 0;
    }

    @Override
    public boolean worksOnAllShards() {
        return true;
    }
}
