package io.leaderelection.evidence;

import io.leaderelection.it.apiserver.Awaiting;
import java.time.Duration;

/** Waiting for a time of the machine's monotonic clock: the faults of this module last by real time. */
final class Pacing {

    private Pacing() {}

    static void waitUntil(long nanos) {
        Duration left = Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
        Awaiting.until("a time", left.plusMinutes(1), () -> System.nanoTime() >= nanos);
    }
}
