package io.leaderelection.elector.simulation;

import static io.leaderelection.elector.simulation.VirtualTime.SECOND;

/** Counts a node's requests, a second at a time (oracle g, in calm). */
final class CallBudget {

    private static final int KEPT = 60;

    private final World world;
    private final int[] seconds = new int[KEPT];
    private long second;

    CallBudget(World world) {
        this.world = world;
    }

    void spend() {
        long current = world.time().now() / SECOND;
        for (long passed = Math.max(second + 1, current - KEPT + 1); passed <= current; passed++) {
            seconds[(int) (passed % KEPT)] = 0;
        }
        second = current;
        seconds[(int) (current % KEPT)]++;
    }

    /** The number of requests in the last so many seconds. */
    int inLast(int count) {
        long current = world.time().now() / SECOND;
        int sum = 0;
        for (long past = Math.max(0, current - count); past <= Math.min(second, current); past++) {
            sum += past > second - KEPT ? seconds[(int) (past % KEPT)] : 0;
        }
        return sum;
    }
}
