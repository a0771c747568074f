package io.leaderelection.elector.simulation;

import io.leaderelection.lock.Version;

/** Takes note of what an elector has been told, to judge what it could know. */
interface Told {

    /** For electors that are not judged by what they know. */
    Told NOTHING = new Told() {};

    /** Whether it learns from news at all. */
    default boolean heedsNews() {
        return true;
    }

    /** There is no lease. */
    default void toldMissing() {}

    /** This object was deleted. */
    default void toldDeleted(Version version) {}

    /** The lease is, or was, as given; surely is, if it was read. */
    default void told(SimServer.Entry lease, boolean read) {}
}
