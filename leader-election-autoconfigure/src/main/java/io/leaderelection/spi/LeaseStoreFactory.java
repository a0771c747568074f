package io.leaderelection.spi;

import io.leaderelection.lock.LeaseStore;
import java.util.concurrent.Executor;

/** Opens the store of an election. Define a bean of this type to keep leases somewhere else. */
@FunctionalInterface
public interface LeaseStoreFactory {

    /**
     * Opens the store of one election. Must not talk to a server: an application starts while its store is down.
     *
     * <p>A group of shards has a store for its assignment, {@code orders-shards}, and two for each seat, {@code orders-seat-0}
     * and so on: one to hold it, and one to watch it while another member does.
     *
     * @param election names of the election, or of the part of a group, and its lease
     * @param requests runs the store's requests, on at most four threads for all elections
     * @return the store; closed when the application context is
     * @throws RefusedStartException if the election cannot be held in this store
     */
    LeaseStore open(ElectionLease election, Executor requests);
}
