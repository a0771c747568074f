package io.leaderelection.elector.simulation;

import static io.leaderelection.elector.simulation.VirtualTime.SECOND;

import io.leaderelection.elector.Timings;

/** Counts a node's requests, so that no minute sees more than allowed (oracle g). */
final class CallBudget {

    private static final int MINUTE = 60;

    private final World world;
    private final int perMinute;
    private final int[] seconds = new int[MINUTE];
    private long second;
    private int inMinute;

    CallBudget(World world, int perMinute) {
        this.world = world;
        this.perMinute = perMinute;
    }

    /** What a node may need in its worst minute, when everything fails: five requests in each retry period. */
    static int allowed(Timings timings, double rate) {
        return (int) (5 * rate * MINUTE * SECOND / timings.retryPeriod().toNanos());
    }

    void spend() {
        long current = world.time().now() / SECOND;
        for (long passed = Math.max(second + 1, current - MINUTE + 1); passed <= current; passed++) {
            int slot = (int) (passed % MINUTE);
            inMinute -= seconds[slot];
            seconds[slot] = 0;
        }
        second = current;
        seconds[(int) (current % MINUTE)]++;
        inMinute++;
        if (inMinute > perMinute) {
            throw world.found(
                    new Violation(Oracle.CALLS, inMinute + " requests within a minute, " + perMinute + " allowed"));
        }
    }

    /** The number of requests in the last so many seconds. */
    int inLast(int count) {
        long current = world.time().now() / SECOND;
        int sum = 0;
        for (long past = Math.max(0, current - count); past <= Math.min(second, current); past++) {
            sum += past > second - MINUTE ? seconds[(int) (past % MINUTE)] : 0;
        }
        return sum;
    }
}
