package io.leaderelection.autoconfigure;

import io.kubernetes.client.openapi.ApiClient;
import io.leaderelection.autoconfigure.ElectionProperties.Backend;
import io.leaderelection.elector.ElectionSettings;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.StandbyInstance;
import io.leaderelection.lock.kubernetes.KubernetesEnvironment;
import io.leaderelection.lock.kubernetes.KubernetesLeaseStore;
import io.leaderelection.lock.kubernetes.ProofOfDeath;
import io.leaderelection.lock.kubernetes.client.ClientVersions;
import io.leaderelection.lock.kubernetes.client.Interceptors;
import io.leaderelection.lock.kubernetes.client.LeaseApi;
import io.leaderelection.lock.kubernetes.client.LeaseLabels;
import io.leaderelection.lock.kubernetes.client.LeaseName;
import io.leaderelection.spring.ElectionLifecycle;
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
final class KubernetesLeaseStores implements BackendStores, SmartLifecycle {

    /** Makes the proof of death of one election. */
    @FunctionalInterface
    interface DeathProofs {

        ProofOfDeath of(ResolvedElection election, LeaseApi api, LeaseName lease);
    }

    /** Announces in the cluster who leads. */
    interface Announcements {

        /**
         * Prepares what an election announces.
         *
         * @throws IllegalArgumentException if that is not possible as configured
         */
        void add(ResolvedElection election, LeaseApi api, LeaseName lease);

        void start();

        /** Ends all retries, and waits a little for the last announcements. */
        void stop();
    }

    private static final Logger LOG = LoggerFactory.getLogger(KubernetesLeaseStores.class);

    private final ObjectProvider<ApiClient> users;
    private final KubernetesEnvironment environment;
    private final ObjectProvider<DeathProofs> proofs;
    private final ObjectProvider<Announcements> announcements;
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
            ObjectProvider<DeathProofs> proofs,
            ObjectProvider<Announcements> announcements,
            Interceptors interceptors) {
        this.users = users;
        this.environment = environment;
        this.proofs = proofs;
        this.announcements = announcements;
        this.interceptors = interceptors;
    }

    @Override
    public Backend backend() {
        return Backend.KUBERNETES;
    }

    @Override
    public synchronized LeaseStore open(ResolvedElection election, Executor requests) {
        ResolvedElection.Kubernetes kubernetes = election.kubernetes();
        try {
            String namespace = kubernetes.namespace() == null ? environment.namespace() : kubernetes.namespace();
            LeaseName name = new LeaseName(namespace, election.leaseName());
            LeaseLabels labels = new LeaseLabels(kubernetes.labels());
            LeaseApi api = api(requests);
            announcements.ifAvailable(announcer -> announcer.add(election, api, name));
            DeathProofs available = proofs.getIfAvailable(() -> (any, of, all) -> ProofOfDeath.NONE);
            return new KubernetesLeaseStore(api, name, labels, available.of(election, api, name), self(election));
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

    private static @Nullable StandbyInstance self(ResolvedElection election) {
        ElectionSettings settings = election.settings();
        return election.kubernetes().standbys()
                ? new StandbyInstance(
                        settings.identity(), settings.revisionGrace().revision())
                : null;
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
        announcements.ifAvailable(Announcements::start);
    }

    @Override
    public synchronized void stop() {
        running = false;
        announcements.ifAvailable(Announcements::stop);
        if (api != null) {
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
