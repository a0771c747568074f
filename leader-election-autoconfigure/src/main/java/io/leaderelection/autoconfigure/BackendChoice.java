package io.leaderelection.autoconfigure;

import io.leaderelection.autoconfigure.ElectionProperties.Backend;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.ClassUtils;

/** Chooses the backend of elections that leave it open. */
final class BackendChoice {

    private static final Logger LOG = LoggerFactory.getLogger(BackendChoice.class);

    private static final String CLIENT = "io.kubernetes.client.openapi.ApiClient";

    private final PodInfo pod;
    private final BooleanSupplier connected;
    private final boolean test;
    private @Nullable Backend found;

    /**
     * @param connected whether there are {@link KubernetesConnectionDetails}
     * @param test whether this is a test, which by default uses memory: it leaves nothing behind and always leads
     */
    BackendChoice(PodInfo pod, BooleanSupplier connected, boolean test) {
        this.pod = pod;
        this.connected = connected;
        this.test = test;
    }

    /**
     * The configured backend; for {@link Backend#AUTO}, the one that suits the surroundings of this process.
     *
     * @throws InvalidElectionException if this is a pod that cannot speak to its API server
     */
    Backend choose(Backend configured) {
        if (configured != Backend.AUTO) {
            return configured;
        }
        if (found == null) {
            found = find();
        }
        return found;
    }

    private Backend find() {
        if (connected.getAsBoolean()) {
            return requireClient("and there are KubernetesConnectionDetails");
        }
        if (test) {
            LOG.info(
                    "leader.election.backend is 'auto' and this is a test: electing in memory, where nobody else takes part."
                            + " Set it to 'file' or 'kubernetes' to elect there");
            return Backend.MEMORY;
        }
        if (pod.serviceAccount().isMounted()) {
            return requireClient("in a pod");
        }
        if (pod.isPod()) {
            throw new InvalidElectionException(
                    "leader.election.backend is 'auto' and KUBERNETES_SERVICE_HOST is set, but no service account token"
                            + " is mounted: this pod cannot use the cluster's Leases, and a file lock would elect one"
                            + " leader per pod",
                    "Mount the token (automountServiceAccountToken: true), or set leader.election.backend to"
                            + " kubernetes, file or memory.");
        }
        LOG.warn("leader.election.backend is 'auto' and this is no pod: electing over files, one leader per machine."
                + " Set it to 'file' to confirm, or to 'kubernetes'");
        return Backend.FILE;
    }

    private static Backend requireClient(String where) {
        if (!ClassUtils.isPresent(CLIENT, null)) {
            throw InvalidElectionException.withoutClient("leader.election.backend is 'auto' " + where);
        }
        return Backend.KUBERNETES;
    }
}
