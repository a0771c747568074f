package io.leaderelection.autoconfigure;

import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.file.FileLeaseStore;
import io.leaderelection.lock.file.LeaseDirectory;
import io.leaderelection.lock.file.UnsuitableDirectoryException;
import io.leaderelection.lock.memory.MemoryLeaseStore;
import io.leaderelection.lock.memory.MemoryLeases;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import org.springframework.beans.factory.ObjectProvider;

/** Opens the store that the backend of an election asks for. */
final class DefaultLeaseStoreFactory implements LeaseStoreFactory {

    private final MemoryLeases memory;
    private final ObjectProvider<KubernetesLeaseStores> kubernetes;

    DefaultLeaseStoreFactory(MemoryLeases memory, ObjectProvider<KubernetesLeaseStores> kubernetes) {
        this.memory = memory;
        this.kubernetes = kubernetes;
    }

    @Override
    public LeaseStore open(ElectionLease lease, Executor requests) {
        ResolvedElection election = (ResolvedElection) lease;
        return switch (election.backend()) {
            case MEMORY -> new MemoryLeaseStore(memory, election.leaseName(), requests);
            case FILE -> file(election, requests);
            case KUBERNETES -> kubernetes(election).open(election, requests);
            case AUTO ->
                throw new IllegalArgumentException("The backend of '%s' is undecided".formatted(election.name()));
        };
    }

    private static LeaseStore file(ResolvedElection election, Executor requests) {
        try {
            Path directory = election.file().directory() == null
                    ? LeaseDirectory.ofUser()
                    : election.file().directory();
            return new FileLeaseStore(
                    LeaseDirectory.of(directory, election.file().shared()), election.leaseName(), requests);
        } catch (UnsuitableDirectoryException unsuitable) {
            throw new InvalidElectionException(unsuitable.getDescription(), unsuitable.getAction(), unsuitable);
        } catch (IllegalArgumentException badName) {
            throw new InvalidElectionException(
                    "%s.lease-name is '%s': %s".formatted(election.key(), election.leaseName(), badName.getMessage()),
                    "Set %s.lease-name to a name of a-z, 0-9 and -.".formatted(election.key()),
                    badName);
        }
    }

    private KubernetesLeaseStores kubernetes(ResolvedElection election) {
        return kubernetes.getIfAvailable(() -> {
            throw InvalidElectionException.withoutClient("%s.backend is 'kubernetes'".formatted(election.key()));
        });
    }
}
