package io.leaderelection.sample.demo;

import java.time.Duration;

/** The times of the demonstration: shorter than any that an application should have, so that nobody waits long. */
final class Pace {

    /** Lease duration of the replicas. */
    static final Duration LEASE = Duration.ofSeconds(6);

    /** Renew deadline of the replicas: the longest that a gate stays open without a renewal. */
    static final Duration DEADLINE = Duration.ofSeconds(4);

    /** Retry period of the replicas. */
    static final Duration RETRY = Duration.ofMillis(500);

    /** From one line of the leader to the next. */
    static final Duration LINE = Duration.ofMillis(500);

    /** From the start of a replica until it takes shards from others. */
    static final Duration SETTLING = Duration.ofSeconds(1);

    /** How long a piece of slow work takes. */
    static final Duration SLOW_WORK = Duration.ofSeconds(6);

    private Pace() {}
}
