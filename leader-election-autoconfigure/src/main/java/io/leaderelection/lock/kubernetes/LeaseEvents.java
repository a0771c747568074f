package io.leaderelection.lock.kubernetes;

import com.google.gson.JsonObject;
import io.leaderelection.lock.ForeignText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes Kubernetes events about one Lease, as client-go's electors do: core/v1, {@code Normal}, reason
 * {@code LeaderElection}. Best effort: nobody waits for them, none is repeated, and they are dropped where the API server
 * is slow. Safe for use by any thread.
 */
public final class LeaseEvents {

    private static final String COMPONENT = "leader-election";

    private final LeaseApi api;
    private final LeaseName lease;
    private final String identity;
    private final Resource events;
    private final SideLog log = new SideLog("Kubernetes events cannot be written");

    /**
     * Makes a writer. Nothing is sent yet.
     *
     * @param identity who the events are about
     */
    public LeaseEvents(LeaseApi api, LeaseName lease, String identity) {
        this.api = api;
        this.lease = lease;
        this.identity = ForeignText.shown(identity);
        this.events = new Resource("", "events", "Event", lease.namespace(), lease.name());
    }

    /** Tells that this instance became leader. Returns at once. */
    public void becameLeader() {
        record("became leader");
    }

    /** Tells that this instance stopped leading. Returns at once. */
    public void stoppedLeading() {
        record("stopped leading");
    }

    private void record(String what) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        if (!api.sideline().offer(() -> write(identity + " " + what, now.toString()))) {
            log.dropped();
        }
    }

    private void write(String message, String time) {
        SideRequest.Outcome written = SideRequest.send(
                api, "create", events, () -> api.requests().post(events, event(message, time, subject())));
        if (written.trouble() == null) {
            log.worked();
        } else {
            log.failed(written.trouble());
        }
    }

    /** The Lease as it is now; without it, an event names no object that people could ask about. */
    private @Nullable KubernetesLease subject() {
        SideRequest.Outcome read = SideRequest.send(
                api, "get", Resource.lease(lease), () -> api.requests().get(lease));
        return read.trouble() == null && read.reply() != null
                ? KubernetesLease.of(read.reply().body())
                : null;
    }

    private JsonObject event(String message, String time, @Nullable KubernetesLease subject) {
        JsonObject event = new JsonObject();
        event.addProperty("apiVersion", "v1");
        event.addProperty("kind", "Event");
        JsonObject metadata = Json.made(event, "metadata");
        metadata.addProperty("generateName", lease.name() + ".");
        metadata.addProperty("namespace", lease.namespace());
        JsonObject involved = Json.made(event, "involvedObject");
        involved.addProperty("apiVersion", "coordination.k8s.io/v1");
        involved.addProperty("kind", "Lease");
        involved.addProperty("namespace", lease.namespace());
        involved.addProperty("name", lease.name());
        if (subject != null) {
            involved.addProperty("uid", subject.version().uid());
            involved.addProperty("resourceVersion", subject.version().revision());
        }
        event.addProperty("type", "Normal");
        event.addProperty("reason", "LeaderElection");
        event.addProperty("message", message);
        event.addProperty("firstTimestamp", time);
        event.addProperty("lastTimestamp", time);
        event.addProperty("count", 1);
        Json.made(event, "source").addProperty("component", COMPONENT);
        event.addProperty("reportingComponent", COMPONENT);
        return event;
    }
}
