package io.leaderelection.autoconfigure;

import io.kubernetes.client.openapi.ApiClient;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.kubernetes.ClientVersions;
import io.leaderelection.lock.kubernetes.Interceptors;
import io.leaderelection.lock.kubernetes.KubernetesEnvironment;
import io.leaderelection.lock.kubernetes.KubernetesLeaseStore;
import io.leaderelection.lock.kubernetes.LeaseApi;
import io.leaderelection.lock.kubernetes.LeaseLabels;
import io.leaderelection.lock.kubernetes.LeaseName;
import io.leaderelection.lock.kubernetes.ProofOfDeath;
import io.leaderelection.lock.kubernetes.Testament;
import io.leaderelection.spring.ElectionLifecycle;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;

/**
 * Opens stores on the API server of the user's {@code ApiClient}, or of the cluster that this process finds by itself.
 * When the context is stopped or paused, all connections are closed after the elections have ended; a later request opens
 * new ones.
 */
final class KubernetesLeaseStores implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(KubernetesLeaseStores.class);

    /** How long the end of a context waits for its last event. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final ObjectProvider<ApiClient> users;
    private final KubernetesEnvironment environment;
    private final Testament testament;
    private final KubernetesAnnouncer announcer;
    private final Interceptors interceptors;

    /** Made for the first store. Guarded by this. */
    private @Nullable LeaseApi api;

    /** Guarded by this. */
    private boolean running;

    /**
     * @param interceptors which of the users' interceptors see the requests
     */
    KubernetesLeaseStores(
            ObjectProvider<ApiClient> users,
            KubernetesEnvironment environment,
            KubernetesAnnouncer announcer,
            Interceptors interceptors) {
        this.users = users;
        this.environment = environment;
        this.testament = environment.testament();
        this.announcer = announcer;
        this.interceptors = interceptors;
    }

    /** Opens the store of one election, as {@link LeaseStoreFactory#open}. */
    synchronized LeaseStore open(ResolvedElection election, Executor requests) {
        ResolvedElection.Kubernetes kubernetes = election.kubernetes();
        try {
            String namespace = kubernetes.namespace() == null ? environment.namespace() : kubernetes.namespace();
            LeaseName name = new LeaseName(namespace, election.leaseName());
            ProofOfDeath proof = ProofOfDeath.of(
                    kubernetes.proofOfDeath(), election.settings().campaign(), testament);
            LeaseLabels labels = new LeaseLabels(kubernetes.labels());
            announcer.add(election, api(requests), name);
            return new KubernetesLeaseStore(api(requests), name, labels, proof);
        } catch (IllegalStateException | IllegalArgumentException refused) {
            throw refused(
                    election,
                    refused.getMessage(),
                    "Correct what the description names; or set leader.election.backend=file for one leader per machine,"
                            + " or leader.election.enabled=false for none.",
                    refused);
        } catch (LinkageError conflict) {
            throw refused(
                    election,
                    ClientVersions.conflict(conflict),
                    "See what manages these versions (mvn dependency:tree, or gradle dependencies) and let them fit.",
                    conflict);
        }
    }

    private static InvalidElectionException refused(
            ResolvedElection election, @Nullable String reason, String action, Throwable cause) {
        return new InvalidElectionException(
                "Election '%s' (%s) cannot keep its lease in Kubernetes: %s"
                        .formatted(election.name(), election.key(), reason),
                action,
                cause);
    }

    @Override
    public synchronized void start() {
        running = true;
        announcer.start();
    }

    @Override
    public synchronized void stop() {
        running = false;
        announcer.stop();
        if (api != null) {
            api.awaitSideline(LAST_WORDS);
            api.close();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return ElectionLifecycle.PHASE - 1;
    }

    /** One for all elections: it has two HTTP clients of its own beside the user's. */
    private LeaseApi api(Executor requests) {
        if (api == null) {
            ApiClient client = users.getIfAvailable(environment::client);
            environment.refuseLastResort(client);
            LeaseApi made = new LeaseApi(client, requests, interceptors);
            made.checkClasses();
            if (!made.interceptorsLeftOut().isEmpty()) {
                LOG.info(
                        "The interceptors {} of the ApiClient see no request of the elections, and can hold up none."
                                + " Set leader.election.kubernetes.interceptors=all if one of them authenticates",
                        made.interceptorsLeftOut());
            }
            api = made;
        }
        return api;
    }
}
