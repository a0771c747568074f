package io.leaderelection.elector.simulation;

import java.util.EnumSet;
import java.util.Set;

/**
 * How far a search goes.
 *
 * @param events how many things happen on a path
 * @param faults how many things may go wrong on it: messages and nodes that are late, and faults that begin
 * @param kinds which faults there are
 */
record Bounds(int events, int faults, Set<FaultKind> kinds) {

    /** All faults that a search knows. */
    static final Set<FaultKind> ALL = EnumSet.of(
            FaultKind.CRASH,
            FaultKind.STOP,
            FaultKind.RESIGN,
            FaultKind.DELETE,
            FaultKind.BLANK,
            FaultKind.STEAL,
            FaultKind.RELABEL);
}
