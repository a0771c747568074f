package io.leaderelection.lock;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Decides which failure in a streak is worth a warning: the first of each kind, and then one in each interval. A streak
 * that begins anew within a minute warns of no kind again. Safe for use by any thread.
 */
public final class FailureLogThrottle {

    private static final long BRIEF_NANOS = Duration.ofMinutes(1).toNanos();

    private final long intervalNanos;
    private final Map<StoreFailure.Kind, Long> warned = new EnumMap<>(StoreFailure.Kind.class);
    private boolean open;
    private boolean told;
    private long began;

    /**
     * @param interval time from one warning of a lasting failure to the next
     */
    public FailureLogThrottle(Duration interval) {
        this.intervalNanos = interval.toNanos();
    }

    /**
     * Counts a failure to the streak; returns whether to warn of it.
     *
     * @param nanos the present time of a monotonic clock
     */
    public synchronized boolean isWorthAWarning(StoreFailure.Kind kind, long nanos) {
        boolean first = !open;
        if (first) {
            open = true;
            told = false;
            began = nanos;
        }
        Long last = warned.get(kind);
        if (last != null && nanos - last < (first ? BRIEF_NANOS : intervalNanos)) {
            return false;
        }
        warned.put(kind, nanos);
        told = true;
        return true;
    }

    /** Whether the latest request failed. */
    public synchronized boolean isOpen() {
        return open;
    }

    /** How long the streak has lasted. */
    public synchronized Duration lasted(long nanos) {
        return Duration.ofNanos(nanos - began);
    }

    /** Ends the streak; returns whether to tell of its end, because there was a warning in it. */
    public synchronized boolean end() {
        boolean tell = open && told;
        open = false;
        return tell;
    }
}
