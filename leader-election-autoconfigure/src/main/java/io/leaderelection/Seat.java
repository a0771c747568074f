package io.leaderelection;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * The seat of this instance in a group: a small number from 0 that no other replica has at the same time, whatever the
 * pods are named. Worth something by itself, as a worker's number or a partition of a consumer. Any thread.
 */
public interface Seat {

    /**
     * Number of the seat; empty while this instance has none. As with a gate, a monotonic clock is asked at every call: after
     * any pause of the process a lost seat is empty at once.
     */
    OptionalInt number();

    /** Fencing token of the seat's term, higher than that of any earlier holder of this seat; 0 before the first term. */
    long fencingToken();

    /** How long the seat is held without a further renewal; zero while this instance has none. */
    Duration timeLeft();
}
