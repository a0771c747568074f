package io.leaderelection.elector.simulation;

/**
 * What one node is like for a whole schedule.
 *
 * @param identity name of its elector; two nodes may have the same
 * @param rate how fast its clocks run
 * @param wallMillis by how much its wall clock is wrong
 * @param watchForbidden whether it may not watch and must poll
 * @param stranger whether it runs another kind of elector, which keeps our annotations
 * @param sharesProcesses whether the containers of its Pods share a process namespace
 */
record NodePlan(
        String identity,
        double rate,
        long wallMillis,
        boolean watchForbidden,
        boolean stranger,
        boolean sharesProcesses) {

    NodePlan named(String other) {
        return new NodePlan(other, rate, wallMillis, watchForbidden, stranger, sharesProcesses);
    }

    NodePlan watching() {
        return new NodePlan(identity, rate, wallMillis, false, stranger, sharesProcesses);
    }
}
