package io.leaderelection.elector;

import java.time.Duration;

/**
 * Keeps an elector from asking more than a few things of its store within a retry period, whatever it is answered, and
 * whatever its user commands: one that is stopped and started again goes on counting.
 */
public final class RequestRateLimiter {

    private static final int MOST = 5;

    private final long period;

    /** When the latest requests were sent, in a ring. */
    private final long[] sent;

    private long count;

    /**
     * @param period within any one of which at most five requests begin
     */
    public RequestRateLimiter(Duration period) {
        this.sent = new long[MOST];
        this.period = period.toNanos();
    }

    /** Nanoseconds until so many requests may be sent at once; 0 or less if they may be sent now. */
    public long untilFree(int requests, long now) {
        long before = count - (sent.length - requests) - 1;
        return before < 0 ? 0 : sent[(int) (before % sent.length)] + period - now;
    }

    /** A request is sent now. */
    public void sent(long now) {
        sent[(int) (count++ % sent.length)] = now;
    }
}
