package io.leaderelection.status;

import io.leaderelection.LossReason;
import io.leaderelection.lock.StoreFailure;
import java.time.Duration;

/** Something that happened in an election and can be counted or measured. */
public sealed interface Measurement {

    /**
     * This instance began to lead.
     *
     * @param leaderless time from the last sign of the leader before to the grant, as this instance saw it; zero if it
     *     has seen no leader before
     */
    record Granted(Duration leaderless) implements Measurement {}

    /**
     * This instance ceased to lead.
     *
     * @param led how long the term lasted
     */
    record Revoked(LossReason reason, Duration led) implements Measurement {}

    /**
     * The work and the listeners of an ended term have come to their end.
     *
     * @param time how long that took
     */
    record Drained(Duration time) implements Measurement {}

    /**
     * A renewal was confirmed.
     *
     * @param latency time from its sending to the answer
     */
    record Renewed(Duration latency) implements Measurement {}

    /** The outcome of a renewal was not known, so that the lease had to be read back. */
    record ReadBack() implements Measurement {}

    /** A read or write had no proper answer. */
    record RequestFailed(StoreFailure.Kind kind) implements Measurement {}

    /** The watch had to be opened again, or works again after an interruption. */
    record WatchRestarted() implements Measurement {}

    /** This instance began to own shards of a group; told by the group's name. */
    record ShardsGranted(int number) implements Measurement {}

    /** This instance ceased to own shards of a group; told by the group's name. */
    record ShardsRevoked(int number) implements Measurement {}
}
