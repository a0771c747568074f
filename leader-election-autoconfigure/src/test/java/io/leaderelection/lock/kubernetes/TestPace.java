package io.leaderelection.lock.kubernetes;

import io.kubernetes.client.openapi.ApiClient;
import java.time.Duration;
import java.util.concurrent.Executor;

/** What the tests of this package have in common. */
final class TestPace {

    static final LeaseName LEASE = new LeaseName("shop", "billing");

    private TestPace() {}

    /**
     * An API whose watches come back within milliseconds, and whose requests beside the elections may take their
     * time: a loaded machine takes more than the two seconds of an application to load what the first one needs.
     */
    static LeaseApi api(ApiClient client, Executor executor) {
        return new LeaseApi(client, executor, quick(), Duration.ofSeconds(20));
    }

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
