package io.leaderelection.autoconfigure;

import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.LeadershipRevokedEvent;
import io.leaderelection.lock.kubernetes.LeaderLabel;
import io.leaderelection.lock.kubernetes.LeaseApi;
import io.leaderelection.lock.kubernetes.LeaseEvents;
import io.leaderelection.lock.kubernetes.LeaseName;
import io.leaderelection.lock.kubernetes.PodLabel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * What a cluster is shown of this instance's leadership, where that is asked for: events on the Lease, a label on the
 * pod. Listens like an application does, and nobody waits for it but the end of a term for the label to be gone, and
 * that not for long.
 */
final class KubernetesSigns {

    private static final Logger LOG = LoggerFactory.getLogger(KubernetesSigns.class);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final PodFacts pod;
    private final LeaderLabel.Later later;
    private volatile boolean running;
    private final Map<String, LeaseEvents> events = new ConcurrentHashMap<>();
    private final Map<String, LeaderLabel> labels = new ConcurrentHashMap<>();
    private final Map<String, String> electionsByLabel = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Void>> removals = new ConcurrentHashMap<>();

    KubernetesSigns(PodFacts pod, LeaderLabel.Later later) {
        this.pod = pod;
        this.later = (delay, task) -> later.run(delay, () -> {
            if (running) {
                task.run();
            }
        });
    }

    /**
     * Prepares the signs that an election asks for.
     *
     * @throws IllegalArgumentException if its label is none, or another election's
     */
    void add(ResolvedElection plan, LeaseApi api, LeaseName lease) {
        if (plan.kubernetes().events()) {
            events.put(plan.name(), new LeaseEvents(api, lease, plan.settings().identity()));
        }
        PodLabel label = label(plan);
        if (label == null) {
            return;
        }
        String twin = electionsByLabel.putIfAbsent(label.key(), plan.name());
        if (twin != null) {
            throw new IllegalArgumentException(
                    "its kubernetes.pod-label is '%s', which is that of the election '%s' too. Give it another."
                            .formatted(label.key(), twin));
        }
        String name = pod.podName().orElse(null);
        if (name == null) {
            LOG.warn(
                    "Election '{}': no label {}, for this is no pod. In one, set POD_NAME and POD_NAMESPACE by the"
                            + " downward API",
                    plan.name(),
                    label.key());
            return;
        }
        String namespace = pod.namespace().orElse(lease.namespace());
        labels.put(plan.name(), new LeaderLabel(api, namespace, name, label, later));
    }

    private static @Nullable PodLabel label(ResolvedElection plan) {
        String text = plan.kubernetes().podLabel();
        return text == null || text.isBlank() || text.equals("false") ? null : PodLabel.parse(text);
    }

    /** Removes what a crash of an earlier container has left on this pod. */
    void start() {
        running = true;
        labels.values().forEach(LeaderLabel::remove);
    }

    /** Tries nothing again any more. */
    void stop() {
        running = false;
    }

    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void granted(LeadershipGrantedEvent event) {
        LeaderLabel label = labels.get(event.getElectionName());
        if (label != null) {
            label.put();
        }
        LeaseEvents lease = events.get(event.getElectionName());
        if (lease != null) {
            lease.becameLeader();
        }
    }

    /** First of all listeners: others may take their time. */
    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void revoked(LeadershipRevokedEvent event) {
        LeaderLabel label = labels.get(event.getElectionName());
        if (label != null) {
            removals.put(event.getElectionName(), label.remove());
        }
        LeaseEvents lease = events.get(event.getElectionName());
        if (lease != null) {
            lease.stoppedLeading();
        }
    }

    /** Last of all listeners: the lease is released when all have returned, and then the label is to be gone. */
    @EventListener
    @Order(Ordered.LOWEST_PRECEDENCE)
    void awaitRemoval(LeadershipRevokedEvent event) {
        CompletableFuture<Void> removal = removals.remove(event.getElectionName());
        if (removal == null || !event.getReason().isVoluntary()) {
            return;
        }
        try {
            removal.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException late) {
            LOG.debug("Election '{}': the label may stay on this pod for a while", event.getElectionName());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
