package io.leaderelection.elector.simulation;

import io.leaderelection.lock.Version;

/** Takes note of what an elector has been told, to judge what it could know. */
interface Knowledge {

    /** For electors that are not judged by what they know. */
    Knowledge NOTHING = new Knowledge() {};

    /** Whether it learns from news at all. */
    default boolean heedsNews() {
        return true;
    }

    /** There is no lease. */
    default void learnMissing() {}

    /** This object was deleted. */
    default void learnDeleted(Version version) {}

    /** The lease is, or was, as given; surely is, if it was read. */
    default void told(SimServer.Entry lease, boolean read) {}
}
