package io.leaderelection.status;

/**
 * Hears what can be measured in elections; for metrics. What it throws is logged and goes no further. Of very many
 * measurements that wait to be heard, the newest are dropped.
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
