package io.leaderelection.autoconfigure;

import io.leaderelection.autoconfigure.ElectionProperties.Backend;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.file.FileLeaseStore;
import io.leaderelection.lock.file.LeaseDirectory;
import io.leaderelection.lock.file.UnsuitableDirectoryException;
import java.nio.file.Path;
import java.util.concurrent.Executor;

/** Opens stores in files. */
final class FileLeaseStores implements BackendStores {

    private final PodInfo pod;

    FileLeaseStores(PodInfo pod) {
        this.pod = pod;
    }

    @Override
    public Backend backend() {
        return Backend.FILE;
    }

    @Override
    public LeaseStore open(ResolvedElection election, Executor requests) {
        try {
            Path directory = election.file().directory() == null
                    ? LeaseDirectory.ofUser()
                    : election.file().directory();
            return new FileLeaseStore(
                    LeaseDirectory.of(directory, election.file().shared(), pod.isPod()),
                    election.leaseName(),
                    requests);
        } catch (UnsuitableDirectoryException unsuitable) {
            throw new InvalidElectionException(unsuitable.getDescription(), unsuitable.getAction(), unsuitable);
        } catch (IllegalArgumentException badName) {
            throw new InvalidElectionException(
                    "%s.lease-name is '%s': %s".formatted(election.key(), election.leaseName(), badName.getMessage()),
                    "Set %s.lease-name to a name of a-z, 0-9 and -.".formatted(election.key()),
                    badName);
        }
    }
}
