package io.leaderelection.autoconfigure;

import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.LeadershipRevokedEvent;
import io.leaderelection.elector.system.ElectorThreads;
import io.leaderelection.lock.kubernetes.announce.LeaderMarks;
import io.leaderelection.lock.kubernetes.announce.LeaseEvents;
import io.leaderelection.lock.kubernetes.announce.PodLabel;
import io.leaderelection.lock.kubernetes.announce.PodMarks;
import io.leaderelection.lock.kubernetes.client.LeaseApi;
import io.leaderelection.lock.kubernetes.client.LeaseName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.function.SingletonSupplier;

/**
 * Announces this instance's leadership in the cluster, where that is configured: by events on the Lease and by marks on
 * the pod. A plain listener of the application's events. Only the end of a term waits for it, for at most two seconds, so
 * that the marks are removed before the lease is released.
 */
final class KubernetesAnnouncer implements KubernetesLeaseStores.Announcements {

    private static final Logger LOG = LoggerFactory.getLogger(KubernetesAnnouncer.class);

    private static final long PATIENCE_SECONDS = 2;

    /** How long the end of a context waits for its last event. */
    private static final long LAST_WORDS_SECONDS = 1;

    /** More than that are dropped: the API server is slow. */
    private static final int MOST_WAITING = 16;

    private final PodInfo pod;
    private final ObjectProvider<ElectorThreads> threads;
    private final SingletonSupplier<Executor> executor;
    private volatile boolean running;
    private final Map<String, LeaseEvents> events = new ConcurrentHashMap<>();
    private final Map<String, LeaderMarks> marks = new ConcurrentHashMap<>();
    private final Map<String, String> electionsByLabel = new ConcurrentHashMap<>();
    private @Nullable String electionOfCost;
    private final Map<String, CompletableFuture<Void>> removals = new ConcurrentHashMap<>();

    KubernetesAnnouncer(PodInfo pod, ObjectProvider<ElectorThreads> threads) {
        this.pod = pod;
        this.threads = threads;
        this.executor =
                SingletonSupplier.of(() -> threads.getObject().bounded("leader-election-announcements", MOST_WAITING));
    }

    /** {@inheritDoc} Refuses a label that is invalid, and marks that are another election's. */
    @Override
    public void add(ResolvedElection election, LeaseApi api, LeaseName lease) {
        if (election.kubernetes().events()) {
            events.put(
                    election.name(),
                    new LeaseEvents(
                            api, executor.obtain(), lease, election.settings().identity()));
        }
        String label = election.kubernetes().podLabel();
        PodMarks wanted = new PodMarks(
                label == null ? null : PodLabel.parse(label),
                election.kubernetes().podDeletionCost());
        if (wanted.label() != null || wanted.deletionCost()) {
            claim(election.name(), wanted);
            addMarks(election.name(), wanted, api, lease);
        }
    }

    private void claim(String election, PodMarks wanted) {
        if (wanted.label() != null) {
            String label = wanted.label().key();
            String twin = electionsByLabel.putIfAbsent(label, election);
            if (twin != null) {
                throw new IllegalArgumentException(
                        "its kubernetes.pod-label is '%s', which is that of the election '%s' too. Give it another."
                                .formatted(label, twin));
            }
        }
        if (wanted.deletionCost()) {
            if (electionOfCost != null) {
                throw new IllegalArgumentException(
                        "its kubernetes.pod-deletion-cost is true, as that of the election '%s' is, but a pod has one cost."
                                        .formatted(electionOfCost)
                                + " Set it for one of them.");
            }
            electionOfCost = election;
        }
    }

    private void addMarks(String election, PodMarks wanted, LeaseApi api, LeaseName lease) {
        pod.podName()
                .ifPresentOrElse(
                        name -> marks.put(
                                election,
                                new LeaderMarks(
                                        api,
                                        executor.obtain(),
                                        pod.namespace().orElse(lease.namespace()),
                                        name,
                                        wanted,
                                        this::later)),
                        () -> LOG.warn(
                                "Election '{}': no {}, for this is no pod. In one, set POD_NAME and POD_NAMESPACE"
                                        + " by the downward API",
                                election,
                                wanted));
    }

    private void later(Duration delay, Runnable task) {
        threads.getObject().schedule(delay, () -> {
            if (running) {
                task.run();
            }
        });
    }

    /** Removes the marks that a crash of an earlier container has left on this pod. */
    @Override
    public void start() {
        running = true;
        marks.values().forEach(LeaderMarks::remove);
    }

    @Override
    public void stop() {
        running = false;
        if (!events.isEmpty() || !marks.isEmpty()) {
            CompletableFuture<Void> last = new CompletableFuture<>();
            try {
                executor.obtain().execute(() -> last.complete(null));
                await(last, LAST_WORDS_SECONDS);
            } catch (RejectedExecutionException tooMany) {
                // Too many wait to be written in that time.
            }
        }
    }

    private static void await(CompletableFuture<Void> done, long seconds) {
        done.exceptionally(failure -> null)
                .completeOnTimeout(null, seconds, TimeUnit.SECONDS)
                .join();
    }

    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void granted(LeadershipGrantedEvent event) {
        Optional.ofNullable(marks.get(event.getElectionName())).ifPresent(LeaderMarks::put);
        Optional.ofNullable(events.get(event.getElectionName())).ifPresent(LeaseEvents::becameLeader);
    }

    /** Runs before all other listeners, which may take their time. */
    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void revoked(LeadershipRevokedEvent event) {
        Optional.ofNullable(marks.get(event.getElectionName()))
                .ifPresent(each -> removals.put(event.getElectionName(), each.remove()));
        Optional.ofNullable(events.get(event.getElectionName())).ifPresent(LeaseEvents::stoppedLeading);
    }

    /** Runs after all other listeners: then the lease is released, and the marks should be gone. */
    @EventListener
    @Order(Ordered.LOWEST_PRECEDENCE)
    void awaitRemoval(LeadershipRevokedEvent event) {
        CompletableFuture<Void> removal = removals.remove(event.getElectionName());
        if (removal != null && event.getReason().isVoluntary()) {
            await(removal, PATIENCE_SECONDS);
        }
    }
}
