package io.leaderelection.group.simulation;

import io.leaderelection.elector.simulation.VirtualTime;

/** Decides what the world of a played group leaves open: chance does, or a search that tries everything. */
interface GroupChoices {

    /** The world's time, in which messages arrive and alarms ring. */
    VirtualTime time();

    /** A number from the lower (inclusive) to the upper (exclusive). */
    long between(long from, long to);

    /**
     * A fraction for a process.
     *
     * @param place of the process among all of its world
     */
    double fraction(int place);

    /** How long a message is under way. */
    long latency();

    /** Whether each process works on each of its shards, from the grant until it is told to stop. */
    boolean worksOnAllShards();
}
