package io.leaderelection.lock.kubernetes;

import io.leaderelection.lock.LeaseRecord;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets others prove the death of this process, and finds the proof of the death of others, for one Lease. By default it
 * does neither. Implementations must be safe for use by any thread.
 */
public interface ProofOfDeath {

    /** Leaves no proof and looks for none. */
    ProofOfDeath NONE = new ProofOfDeath() {};

    /**
     * Leaves the proof for the process that writes this record. May write to a file.
     *
     * @param record a record of this process, about to be written
     * @return where others find the proof: the text of an annotation, or null for no annotation
     */
    default @Nullable String location(LeaseRecord record) {
        return null;
    }

    /** Loads what the first {@link #location} needs, and leaves nothing. */
    default void rehearse() {}

    /**
     * Begins to monitor whoever holds the Lease.
     *
     * @param died told the name of a process that is proven dead; on any thread, one call at a time
     */
    default Monitor monitor(Consumer<String> died) {
        return new Monitor() {};
    }

    /** Monitors the holders of one Lease. */
    interface Monitor {

        /**
         * The Lease has changed. Called on the thread of its watch, which must not wait.
         *
         * @param location the annotation that says where the holder's proof would be, if there is one
         */
        default void leaseIs(LeaseRecord record, @Nullable String location) {}

        /** The Lease was deleted. */
        default void leaseIsDeleted() {}

        /** Ends the monitoring. Any thread. */
        default void end() {}
    }
}
