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

/** Opens the stores of this product, by the backend of each election. */
final class BackendLeases implements LeaseStoreFactory {

    private final MemoryLeases memory;
    private final ObjectProvider<KubernetesLeases> kubernetes;

    BackendLeases(MemoryLeases memory, ObjectProvider<KubernetesLeases> kubernetes) {
        this.memory = memory;
        this.kubernetes = kubernetes;
    }

    @Override
    public LeaseStore open(ResolvedElection plan, Executor requests) {
        return switch (plan.backend()) {
            case MEMORY -> new MemoryLeaseStore(memory, plan.leaseName(), requests);
            case FILE -> file(plan, requests);
            case KUBERNETES -> kubernetes(plan).open(plan, requests);
            case AUTO -> throw new IllegalArgumentException("The backend of '%s' is undecided".formatted(plan.name()));
        };
    }

    private static LeaseStore file(ResolvedElection plan, Executor requests) {
        try {
            Path directory = plan.file().directory() == null
                    ? LeaseDirectory.ofUser()
                    : plan.file().directory();
            return new FileLeaseStore(LeaseDirectory.of(directory, plan.file().shared()), plan.leaseName(), requests);
        } catch (UnsuitableDirectoryException unsuitable) {
            throw new InvalidElectionException(unsuitable.getDescription(), unsuitable.getAction(), unsuitable);
        } catch (IllegalArgumentException badName) {
            throw new InvalidElectionException(
                    "%s.lease-name is '%s': %s".formatted(plan.key(), plan.leaseName(), badName.getMessage()),
                    "Set %s.lease-name to a name of a-z, 0-9 and -.".formatted(plan.key()),
                    badName);
        }
    }

    private KubernetesLeases kubernetes(ResolvedElection plan) {
        return kubernetes.getIfAvailable(() -> {
            throw InvalidElectionException.withoutClient("%s.backend is 'kubernetes'".formatted(plan.key()));
        });
    }
}
