package io.leaderelection.it.node;

import io.leaderelection.it.scenario.HistoryLine;
import java.util.List;

/**
 * One planned event, and what it did to the leadership.
 *
 * @param changes how often the leader changed
 * @param withoutLeader nanoseconds without a leader, in all
 * @param kept whether the pod that led before leads afterwards
 */
record PlannedRun(int changes, long withoutLeader, boolean kept) {

    /** Has the event happen, and waits until all pods are ready and one leads. */
    static PlannedRun of(PlannedEvent event, PodScene scene) {
        event.prepare(scene);
        String leader = scene.settle();
        long begun = System.nanoTime();
        event.happen(scene, leader);
        boolean kept = scene.settle().equals(leader);
        List<HistoryLine> grants = scene.grantsAfter(begun);
        long without = grants.stream()
                .mapToLong(grant -> grant.nanos() - scene.endOfTermBefore(grant))
                .sum();
        return new PlannedRun(grants.size(), without, kept);
    }
}
