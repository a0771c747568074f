package io.leaderelection.lock.kubernetes;

import io.kubernetes.client.openapi.ApiClient;
import io.leaderelection.lock.Reply;
import java.time.Duration;
import java.util.concurrent.Executor;

/** What the tests of this package have in common. */
final class TestPace {

    static final LeaseName LEASE = new LeaseName("shop", "billing");

    /** Longer than any test waits: what ends before has been ended. */
    private static final Duration NEVER_UP = Reply.PATIENCE.multipliedBy(10);

    private TestPace() {}

    /**
     * An API whose watches come back within milliseconds, and whose requests beside the elections may take their
     * time: a loaded machine takes more than the two seconds of an application to load what the first one needs.
     */
    static LeaseApi api(ApiClient client, Executor executor) {
        return new LeaseApi(client, executor, quick(), Reply.PATIENCE, Interceptors.AUTHENTICATION);
    }

    /** A watch that comes back within milliseconds. */
    static WatchPace quick() {
        return new WatchPace(
                NEVER_UP,
                NEVER_UP,
                Duration.ZERO,
                Duration.ofNanos(100_000),
                Duration.ofNanos(200_000),
                Duration.ZERO,
                () -> 0.5);
    }
}
