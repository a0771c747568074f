package io.leaderelection.lock.kubernetes;

import java.time.Duration;

/** What the tests of this package have in common. */
final class TestPace {

    static final LeaseName LEASE = new LeaseName("shop", "billing");

    private TestPace() {}

    /** A watch that comes back within milliseconds. */
    static WatchPace quick() {
        return new WatchPace(
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ZERO,
                Duration.ofNanos(100_000),
                Duration.ofNanos(200_000),
                () -> 0.5);
    }
}
