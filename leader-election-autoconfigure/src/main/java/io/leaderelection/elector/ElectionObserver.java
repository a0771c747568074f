package io.leaderelection.elector;

import io.leaderelection.lock.Answer;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import org.jspecify.annotations.Nullable;

/**
 * Follows what happens to an elector and what it wants done: one method for each kind of {@link ElectorEvent} and of
 * {@link ElectorCommand}, which do nothing by default. Called on the elector's thread. It decides nothing.
 */
interface ElectionObserver extends ElectorCommand.Handler {

    /** The elector takes part from now on. */
    default void start() {}

    /** The store has answered the request that was asked last, or its time has passed: that is a failure too. */
    default void answered(Answer answer) {}

    /** The store has answered a rehearsal. */
    default void rehearsed(Answer answer) {}

    /** The watch tells how the lease is; {@code null} if it was deleted. */
    default void news(@Nullable StoredLease lease) {}

    /** The watch works. */
    default void watchLive() {}

    /** The watch does not work for now. */
    default void watchDown(StoreFailure failure) {}

    /** A process is proven dead. */
    default void holderDied(String process) {}

    /** The work and the listeners of the ended term have come to their end. */
    default void workEnded() {}
}
