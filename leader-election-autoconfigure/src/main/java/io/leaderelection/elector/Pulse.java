package io.leaderelection.elector;

import io.leaderelection.gate.ElectorClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whether the elector's thread still does its work: each question leaves a note for it, at most one at a time, and learns
 * how long the note before has been waiting. A single question is never answered by more than zero. Any thread.
 */
final class Pulse {

    private final Timers timers;
    private final ElectorClock clock;

    /** When the note that waits was left; {@code null} if none waits. */
    private final AtomicReference<@Nullable Long> waiting = new AtomicReference<>();

    Pulse(Timers timers, ElectorClock clock) {
        this.timers = timers;
        this.clock = clock;
    }

    /** How long the thread has not answered. */
    Duration silence() {
        long now = clock.nanoTime();
        Long since = waiting.get();
        if (since != null) {
            return Duration.ofNanos(Math.max(0, now - since));
        }
        if (waiting.compareAndSet(null, now)) {
            timers.execute(() -> waiting.set(null));
        }
        return Duration.ZERO;
    }
}
