package io.leaderelection.lock.kubernetes.client;

import io.kubernetes.client.openapi.ApiClient;
import io.leaderelection.lock.Reply;
import java.time.Duration;
import java.util.concurrent.Executor;

/** What the tests of this package have in common. */
public final class TestTimings {

    public static final LeaseName LEASE = new LeaseName("shop", "billing");

    /** Longer than any test waits: what ends before has been ended. */
    private static final Duration NEVER_UP = Reply.PATIENCE.multipliedBy(10);

    private TestTimings() {}

    /**
     * An API whose watches come back within milliseconds, and whose announcements may take their
     * time: a loaded machine takes more than the two seconds of an application to load what the first one needs.
     */
    public static LeaseApi api(ApiClient client, Executor executor) {
        return api(client, executor, quick());
    }

    /** The same with other watches. */
    public static LeaseApi api(ApiClient client, Executor executor, WatchTimings timings) {
        return new LeaseApi(client, executor, timings, Reply.PATIENCE, Interceptors.AUTHENTICATION);
    }

    /** A watch that comes back within milliseconds. */
    static WatchTimings quick() {
        return new WatchTimings(
                NEVER_UP,
                NEVER_UP,
                Duration.ZERO,
                Duration.ofNanos(100_000),
                Duration.ofNanos(200_000),
                Duration.ZERO,
                () -> 0.5);
    }
}
