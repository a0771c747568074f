package io.leaderelection.elector.simulation;

import static io.leaderelection.elector.simulation.VirtualTime.MILLI;
import static io.leaderelection.elector.simulation.VirtualTime.SECOND;

/**
 * Something that goes wrong.
 *
 * @param kind what
 * @param at when
 * @param length for how long, in nanoseconds; 0 for what just happens
 * @param target on which node: its index, or one of the constants
 * @param parameter see the kind
 */
record Fault(FaultKind kind, long at, long length, int target, long parameter) {

    /** Whoever leads when it begins, or anybody if nobody does. */
    static final int LEADER = -1;

    /** Somebody who does not lead when it begins. */
    static final int FOLLOWER = -2;

    /** All nodes, or the server. */
    static final int ALL = -3;

    long end() {
        return at + length;
    }

    @Override
    public String toString() {
        String whom = switch (target) {
            case LEADER -> "leader";
            case FOLLOWER -> "a follower";
            case ALL -> "all";
            default -> "node " + target;
        };
        return "%9.3f s  %-18s %-10s for %6.3f s  (%d)"
                .formatted((double) at / SECOND, kind, whom, (double) (length / MILLI) / 1000, parameter);
    }
}
