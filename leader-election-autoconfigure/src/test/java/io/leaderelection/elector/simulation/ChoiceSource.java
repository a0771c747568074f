package io.leaderelection.elector.simulation;

import io.leaderelection.elector.LeaseLeaderElection;

/** Decides what a schedule leaves open: chance does, or a search that tries everything. */
interface ChoiceSource {

    /** Chance for one part of the world. */
    Dice dice(long seed);

    /** The world's time, in which messages arrive and alarms ring. */
    VirtualTime time();

    /** What a process does while it leads. */
    LeaderWork workOf(SimProcess process, LeaseLeaderElection election);

    /** Whether standbys hear of the holder's Pod. */
    boolean tellsOfPods();
}
