package io.leaderelection.autoconfigure;

import java.time.Duration;

/** Timings that fit each other. */
public enum TimingPreset {
    /** Lease 10 s, deadline 7 s, retry 1 s: a faster takeover after a crash, less patience with a slow store. */
    FAST(10, 7, 1),
    /** Lease 15 s, deadline 10 s, retry 2 s: the defaults of Kubernetes' own components. */
    BALANCED(15, 10, 2),
    /** Lease 30 s, deadline 20 s, retry 5 s: rides out longer outages of the store. */
    CONSERVATIVE(30, 20, 5);

    private final Duration leaseDuration;
    private final Duration renewDeadline;
    private final Duration retryPeriod;

    TimingPreset(int leaseSeconds, int deadlineSeconds, int retrySeconds) {
        this.leaseDuration = Duration.ofSeconds(leaseSeconds);
        this.renewDeadline = Duration.ofSeconds(deadlineSeconds);
        this.retryPeriod = Duration.ofSeconds(retrySeconds);
    }

    Duration leaseDuration() {
        return leaseDuration;
    }

    Duration renewDeadline() {
        return renewDeadline;
    }

    Duration retryPeriod() {
        return retryPeriod;
    }
}
