package io.leaderelection.status;

/** An election that tells how it fares. */
@FunctionalInterface
public interface StatusSource {

    /** How this instance fares now. Never waits; any thread. */
    ElectionStatus status();
}
