package io.leaderelection.lock;

/**
 * Hears the news of a watched lease. Calls come one at a time, on any thread; the news may be late, repeated or out of
 * order, and parts of it may be lost.
 */
public interface WatchListener {

    /** The lease is, or was, as given. */
    void changed(StoredLease lease);

    /** The lease was deleted; the version is the deletion's own where the store tells it, else the last one known. */
    void deleted(Version version);

    /** The watch works from now on: changes will be told without being asked for. */
    void live();

    /**
     * The watch is interrupted or refused. The store tries again by itself, with pauses, and may tell of each attempt
     * that fails; until {@link #live} the lease must be polled.
     */
    void down(StoreFailure failure);

    /**
     * An obituary: proof that the process of this name, as found in the seal of the lease, has ended. Stores that
     * cannot prove a death never call this. A lock that is free, a lease that has expired or a process that does not
     * answer is no proof.
     */
    void died(String process);
}
