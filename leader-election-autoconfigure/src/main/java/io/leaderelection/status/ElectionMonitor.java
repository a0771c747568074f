package io.leaderelection.status;

/**
 * Hears what can be measured in elections; meant for metrics. What it throws is logged and goes no further. If too many
 * measurements wait, the newest are dropped.
 */
@FunctionalInterface
public interface ElectionMonitor {

    /** Hears nothing. */
    ElectionMonitor NONE = (election, measurement) -> {};

    /**
     * Something happened.
     *
     * @param election name of the election
     */
    void measured(String election, Measurement measurement);
}
