package io.leaderelection.elector.simulation;

/**
 * Sees that an elector asks at most five things within any retry period, by its own clock (oracle g): reads, writes and
 * openings of the watch. What its user commands meanwhile does not matter.
 */
final class CallWindow {

    private static final int MOST = 5;

    private final World world;
    private final Node node;
    private final long period;
    private final long[] sent = new long[MOST];
    private long count;

    CallWindow(World world, Node node) {
        this.world = world;
        this.node = node;
        this.period = world.schedule().timings().retryPeriod().toNanos();
    }

    void spend() {
        long now = node.clock().nanoTime();
        int slot = (int) (count++ % MOST);
        if (count > MOST && now - sent[slot] < period) {
            throw world.found(new Violation(
                    Oracle.CALLS,
                    "%s sends a sixth request %.6f s after the first, and five are allowed in %.3f s"
                            .formatted(
                                    node,
                                    (now - sent[slot]) / (double) VirtualTime.SECOND,
                                    period / (double) VirtualTime.SECOND)));
        }
        sent[slot] = now;
    }
}
