package io.leaderelection.elector;

import io.leaderelection.gate.ElectorClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Detects an elector's thread that does no work. Any thread. */
final class ElectorStallDetector {

    private final ElectorScheduler scheduler;
    private final ElectorClock clock;

    /** When the marker that waits was posted; {@code null} if none waits. */
    private final AtomicReference<@Nullable Long> waiting = new AtomicReference<>();

    ElectorStallDetector(ElectorScheduler scheduler, ElectorClock clock) {
        this.scheduler = scheduler;
        this.clock = clock;
    }

    /**
     * How long the marker of an earlier call has waited for the thread. Posts one, and returns zero, if none waits: the
     * first call never finds a stall.
     */
    Duration silence() {
        long now = clock.nanoTime();
        Long since = waiting.get();
        if (since != null) {
            return Duration.ofNanos(Math.max(0, now - since));
        }
        if (waiting.compareAndSet(null, now)) {
            scheduler.execute(() -> waiting.set(null));
        }
        return Duration.ZERO;
    }
}
