package io.leaderelection.autoconfigure;

import io.leaderelection.elector.ElectionSettings;
import io.leaderelection.lock.kubernetes.ProofOfDeath;
import io.leaderelection.spring.StartTime;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One election as it will be held: everything decided and checked.
 *
 * @param key beginning of the election's configuration keys, for messages
 * @param leaseName name of the lease
 * @param backend where the lease is kept; never {@link Backend#AUTO}
 * @param start when to take part
 * @param onLoss what to do after a lost term
 * @param exitCode exit code after a lost term
 * @param namespace namespace of the Lease; {@code null} for the one that this process is in
 * @param labels labels of the Lease
 * @param proofOfDeath whether a Kubernetes lease is taken over from a process that is proven dead
 * @param events whether changes of leadership are told as Kubernetes events
 * @param podLabel label of the leading pod; {@code null} for none
 * @param directory directory of lease files; {@code null} for the user's own
 * @param shared whether that directory is shared on purpose
 * @param settings what the elector is told
 */
public record ElectionPlan(
        String key,
        String leaseName,
        Backend backend,
        StartTime start,
        OnLoss onLoss,
        int exitCode,
        @Nullable String namespace,
        Map<String, String> labels,
        ProofOfDeath.Mode proofOfDeath,
        boolean events,
        @Nullable String podLabel,
        @Nullable Path directory,
        boolean shared,
        ElectionSettings settings) {

    /** Name of the election. */
    public String name() {
        return settings.name();
    }
}
