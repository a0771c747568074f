package io.leaderelection.autoconfigure;

import io.leaderelection.autoconfigure.ElectionProperties.Backend;
import io.leaderelection.autoconfigure.ElectionProperties.OnLoss;
import io.leaderelection.autoconfigure.ElectionProperties.ProofOfDeath;
import io.leaderelection.elector.ElectionSettings;
import io.leaderelection.spi.ElectionLease;
import io.leaderelection.spring.StartTime;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of one election with everything inherited, defaulted and checked.
 *
 * @param key beginning of the election's configuration keys, for messages
 * @param leaseName name of the lease
 * @param backend where the lease is kept; never {@link Backend#AUTO}
 * @param start when to join
 * @param onLoss what to do after a lost term
 * @param exitCode exit code after a lost term
 * @param kubernetes for a lease on a Kubernetes API server
 * @param file for a lease in a file
 * @param group the group that carries the election; {@code null} if it has a lease of its own
 * @param settings settings of the elector
 */
record ResolvedElection(
        String key,
        String leaseName,
        Backend backend,
        StartTime start,
        OnLoss onLoss,
        int exitCode,
        Kubernetes kubernetes,
        File file,
        @Nullable String group,
        ElectionSettings settings)
        implements ElectionLease {

    /**
     * A lease on a Kubernetes API server.
     *
     * @param namespace namespace of the Lease; {@code null} for that of this process
     * @param labels labels of the Lease
     * @param proofOfDeath whether to take over from a process that is proven dead
     * @param events whether to write Kubernetes events
     * @param podLabel label of the leading pod; {@code null} for none
     * @param standbys whether a standby makes itself known on the Lease
     * @param podDeletionCost whether the leading pod has the highest deletion cost
     */
    record Kubernetes(
            @Nullable String namespace,
            Map<String, String> labels,
            ProofOfDeath proofOfDeath,
            boolean events,
            @Nullable String podLabel,
            boolean standbys,
            boolean podDeletionCost) {

        /** The same for a lease that no election of the application leads by: nothing of it is announced. */
        Kubernetes unannounced() {
            return new Kubernetes(namespace, labels, proofOfDeath, false, null, false, false);
        }
    }

    /**
     * A lease in a file.
     *
     * @param directory directory of the file; {@code null} for the user's own
     * @param shared whether that directory is shared on purpose
     */
    record File(@Nullable Path directory, boolean shared) {}

    @Override
    public String name() {
        return settings.name();
    }

    /** Another lease that is kept where this one is. */
    ResolvedElection of(String otherKey, String name, String lease) {
        return new ResolvedElection(
                otherKey,
                lease,
                backend,
                start,
                onLoss,
                exitCode,
                kubernetes.unannounced(),
                file,
                null,
                settings.of(name, settings.timings()));
    }
}
