package io.leaderelection.lock.kubernetes.announce;

import com.google.gson.JsonObject;
import io.leaderelection.lock.ForeignText;
import io.leaderelection.lock.kubernetes.client.HttpReply;
import io.leaderelection.lock.kubernetes.client.Json;
import io.leaderelection.lock.kubernetes.client.LeaseApi;
import io.leaderelection.lock.kubernetes.client.LeaseName;
import io.leaderelection.lock.kubernetes.client.Resource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Writes Kubernetes events about one Lease, as client-go's electors do: core/v1, {@code Normal}, reason
 * {@code LeaderElection}. Best effort: nobody waits for an event, none is repeated, and events are dropped while the
 * API server is slow. Safe for use by any thread.
 */
public final class LeaseEvents {

    private static final String COMPONENT = "leader-election";

    private final LeaseApi api;
    private final Executor executor;
    private final LeaseName lease;
    private final String identity;
    private final Resource events;
    private final BestEffort reads;
    private final BestEffort writes;

    /**
     * Makes a writer. Nothing is sent yet.
     *
     * @param executor runs one request after the other; rejects them where too many wait
     * @param identity who the events are about
     */
    public LeaseEvents(LeaseApi api, Executor executor, LeaseName lease, String identity) {
        this.api = api;
        this.executor = executor;
        this.reads = new BestEffort(api, "The Lease that Kubernetes events are about cannot be read");
        this.writes = new BestEffort(api, "Kubernetes events cannot be written");
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
        try {
            executor.execute(() -> write(identity + " " + what, now.toString()));
        } catch (RejectedExecutionException tooMany) {
            writes.dropped();
        }
    }

    private void write(String message, String time) {
        JsonObject event = event(message, time, subject());
        writes.send("create", events, () -> api.requests().post(events, event));
    }

    /** Metadata of the Lease as it is now; without its uid, an event names no object that people could ask about. */
    private JsonObject subject() {
        HttpReply read =
                reads.send("get", Resource.lease(lease), () -> api.requests().get(lease));
        JsonObject found = read != null && read.isSuccess() ? read.body() : null;
        return found == null ? new JsonObject() : Json.object(found, "metadata");
    }

    private JsonObject event(String message, String time, JsonObject subject) {
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
        Json.set(involved, "uid", Json.text(subject, "uid"));
        Json.set(involved, "resourceVersion", Json.text(subject, "resourceVersion"));
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
