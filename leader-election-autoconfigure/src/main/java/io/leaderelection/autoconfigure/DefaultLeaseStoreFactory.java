package io.leaderelection.autoconfigure;

import io.leaderelection.autoconfigure.ElectionProperties.Backend;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.memory.MemoryLeaseStore;
import io.leaderelection.lock.memory.MemoryLeases;
import io.leaderelection.spi.ElectionLease;
import io.leaderelection.spi.LeaseStoreFactory;
import java.util.Locale;
import java.util.concurrent.Executor;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;

/** Opens the store that the backend of an election asks for. */
final class DefaultLeaseStoreFactory implements LeaseStoreFactory {

    private final MemoryLeases memory;
    private final ObjectProvider<BackendStores> backends;

    /**
     * @param beans have the backends, and may have leases in memory of their own
     */
    DefaultLeaseStoreFactory(BeanFactory beans) {
        this.memory = beans.getBeanProvider(MemoryLeases.class).getIfAvailable(MemoryLeases::new);
        this.backends = beans.getBeanProvider(BackendStores.class);
    }

    @Override
    public LeaseStore open(ElectionLease lease, Executor requests) {
        ResolvedElection election = (ResolvedElection) lease;
        if (election.backend() == Backend.MEMORY) {
            return new MemoryLeaseStore(memory, election.leaseName(), requests);
        }
        return backends.stream()
                .filter(stores -> stores.backend() == election.backend())
                .findFirst()
                .orElseThrow(() -> missing(election))
                .open(election, requests);
    }

    private static RuntimeException missing(ResolvedElection election) {
        String configured = "%s.backend is '%s'"
                .formatted(election.key(), election.backend().name().toLowerCase(Locale.ROOT));
        return election.backend() == Backend.KUBERNETES
                ? InvalidElectionException.withoutClient(configured)
                : new InvalidElectionException(
                        configured + ", but the classes of that backend are not on the class path",
                        "Add them, or set %s.backend to memory or kubernetes.".formatted(election.key()));
    }
}
