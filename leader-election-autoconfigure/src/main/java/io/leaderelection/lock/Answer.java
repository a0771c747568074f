package io.leaderelection.lock;

/** A store's answer to one request. Losing a race is an answer like any other; only a {@link StoreFailure} is not. */
public sealed interface Answer permits Answer.Found, Answer.Missing, Answer.Written, Answer.Conflict, StoreFailure {

    /**
     * To a read: the lease as the store has it now, never from a cache.
     *
     * @param lease the lease
     */
    record Found(StoredLease lease) implements Answer {}

    /** To a read: there is no lease. */
    record Missing() implements Answer {}

    /**
     * To a write: it was applied, and this is the result.
     *
     * @param lease the lease as written, with its new version
     */
    record Written(StoredLease lease) implements Answer {}

    /** To a write: it was not applied, because the lease exists, is gone, or is not in the expected version. */
    record Conflict() implements Answer {}
}
