package io.leaderelection.elector;

import io.leaderelection.gate.ElectorClock;
import io.leaderelection.gate.StandingThread;
import io.leaderelection.gate.TaskThreads;

/**
 * Everything from outside that an election needs besides its store.
 *
 * @param clock the clocks
 * @param scheduler the elector's thread, shared by all elections of a process
 * @param randomness random names and jitter
 * @param events runs the listener's calls one after the other; each election has its own. What else the end of a term
 *     needs may be prepared with it
 * @param tasks threads for stop signals and workers
 * @param process random name of this process
 */
public record Ports(
        ElectorClock clock,
        ElectorScheduler scheduler,
        Randomness randomness,
        StandingThread events,
        TaskThreads tasks,
        String process) {}
