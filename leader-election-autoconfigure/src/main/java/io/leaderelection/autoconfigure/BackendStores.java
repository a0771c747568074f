package io.leaderelection.autoconfigure;

import io.leaderelection.autoconfigure.ElectionProperties.Backend;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.spi.LeaseStoreFactory;
import java.util.concurrent.Executor;

/** Opens the stores of one backend. */
interface BackendStores {

    Backend backend();

    /** Opens the store of one election, as {@link LeaseStoreFactory#open}. */
    LeaseStore open(ResolvedElection election, Executor requests);
}
