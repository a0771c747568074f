package io.leaderelection.lock.kubernetes.client;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The Leases of the stub, under the rules of a real API server for writes, lists and watches. */
public final class StubLeases {

    private final Map<String, JsonObject> leases = new HashMap<>();
    private final List<Event> log = new ArrayList<>();
    private final List<Consumer<Event>> watchers = new ArrayList<>();
    private long revision = 100;
    private long forgottenUpTo;

    synchronized Outcome get(String key) {
        JsonObject lease = leases.get(key);
        return lease == null ? notFound(key) : new Outcome(200, lease);
    }

    synchronized Outcome list(String key) {
        JsonArray items = new JsonArray();
        JsonObject lease = leases.get(key);
        if (lease != null) {
            items.add(lease);
        }
        JsonObject list = new JsonObject();
        list.addProperty("kind", "LeaseList");
        list.addProperty("apiVersion", "coordination.k8s.io/v1");
        Json.made(list, "metadata").addProperty("resourceVersion", Long.toString(revision));
        list.add("items", items);
        return new Outcome(200, list);
    }

    /** A PUT: creates what is missing, replaces what is there in the very version. */
    synchronized Outcome put(String key, JsonObject body) {
        JsonObject stored = leases.get(key);
        JsonObject metadata = Json.object(body, "metadata");
        String uid = given(metadata, "uid");
        String version = given(metadata, "resourceVersion");
        if (uid != null && (stored == null || !uid.equals(text(stored, "uid")))) {
            return failure(409, "Conflict", "Precondition failed: UID in precondition: " + uid);
        }
        if (stored != null && version != null && !version.equals(text(stored, "resourceVersion"))) {
            return failure(
                    409, "Conflict", "the object has been modified; please apply your changes to the latest version");
        }
        List<String> wrong = wrongFields(body);
        if (stored != null && version == null) {
            wrong.add("metadata.resourceVersion");
        }
        if (!wrong.isEmpty()) {
            return invalid(key, wrong);
        }
        return stored == null ? created(key, body) : replaced(key, stored, body);
    }

    private Outcome created(String key, JsonObject body) {
        JsonObject lease = body.deepCopy();
        Json.made(lease, "metadata").addProperty("uid", UUID.randomUUID().toString());
        Json.made(lease, "metadata").addProperty("creationTimestamp", "2026-01-02T12:00:00Z");
        return new Outcome(201, store(key, "ADDED", lease));
    }

    private Outcome replaced(String key, JsonObject stored, JsonObject body) {
        JsonObject lease = body.deepCopy();
        Json.made(lease, "metadata").addProperty("uid", text(stored, "uid"));
        Json.made(lease, "metadata").addProperty("creationTimestamp", text(stored, "creationTimestamp"));
        return new Outcome(200, lease.equals(stored) ? stored : store(key, "MODIFIED", lease));
    }

    /** A change by somebody with other tools, past all checks. */
    synchronized void edit(String key, UnaryOperator<JsonObject> change) {
        JsonObject stored = leases.get(key);
        if (stored == null) {
            JsonObject empty = new JsonObject();
            Json.made(empty, "metadata").addProperty("name", key.substring(key.lastIndexOf('/') + 1));
            created(key, change.apply(empty));
        } else {
            store(key, "MODIFIED", change.apply(stored.deepCopy()));
        }
    }

    synchronized void delete(String key) {
        JsonObject lease = leases.get(key);
        if (lease != null) {
            store(key, "DELETED", lease.deepCopy());
            leases.remove(key);
        }
    }

    /** Forgets the history, as a server does after some minutes. */
    synchronized void forgetHistory() {
        revision++;
        forgottenUpTo = revision;
        log.clear();
    }

    synchronized long revision() {
        return revision;
    }

    /** Tells everything after that version, and goes on; false if that is not known any more. */
    synchronized boolean watch(long after, Consumer<Event> watcher) {
        if (after < forgottenUpTo) {
            return false;
        }
        log.stream().filter(event -> event.revision > after).forEach(watcher);
        watchers.add(watcher);
        return true;
    }

    synchronized void unwatch(Consumer<Event> watcher) {
        watchers.remove(watcher);
    }

    private JsonObject store(String key, String type, JsonObject lease) {
        revision++;
        Json.made(lease, "metadata").addProperty("resourceVersion", Long.toString(revision));
        leases.put(key, lease);
        Event event = new Event(key, revision, type, lease);
        log.add(event);
        List.copyOf(watchers).forEach(watcher -> watcher.accept(event));
        return lease;
    }

    private static List<String> wrongFields(JsonObject lease) {
        JsonObject spec = Json.object(lease, "spec");
        List<String> wrong = new ArrayList<>();
        if (spec.has("leaseDurationSeconds") && spec.get("leaseDurationSeconds").getAsInt() <= 0) {
            wrong.add("spec.leaseDurationSeconds");
        }
        if (spec.has("leaseTransitions") && spec.get("leaseTransitions").getAsInt() < 0) {
            wrong.add("spec.leaseTransitions");
        }
        return wrong;
    }

    private static @Nullable String given(JsonObject metadata, String name) {
        String text = Json.text(metadata, name);
        return text == null || text.isEmpty() ? null : text;
    }

    private static String text(JsonObject lease, String name) {
        return Objects.requireNonNull(Json.text(Json.object(lease, "metadata"), name));
    }

    private static Outcome notFound(String key) {
        String name = key.substring(key.lastIndexOf('/') + 1);
        return failure(404, "NotFound", "leases.coordination.k8s.io \"" + name + "\" not found");
    }

    private static Outcome invalid(String key, List<String> fields) {
        Outcome outcome = failure(422, "Invalid", "Lease \"" + key + "\" is invalid: " + fields);
        JsonArray causes = new JsonArray();
        for (String field : fields) {
            JsonObject cause = new JsonObject();
            cause.addProperty("reason", "FieldValueInvalid");
            cause.addProperty("field", field);
            causes.add(cause);
        }
        Json.made(outcome.body, "details").add("causes", causes);
        return outcome;
    }

    static Outcome failure(int code, String reason, String message) {
        return new Outcome(code, status(code, reason, message));
    }

    public static JsonObject status(int code, String reason, String message) {
        JsonObject status = new JsonObject();
        status.addProperty("kind", "Status");
        status.addProperty("apiVersion", "v1");
        status.addProperty("status", "Failure");
        status.addProperty("message", message);
        status.addProperty("reason", reason);
        status.addProperty("code", code);
        return status;
    }

    record Outcome(int code, JsonObject body) {}

    record Event(String key, long revision, String type, JsonObject lease) {

        String toLine() {
            JsonObject line = new JsonObject();
            line.addProperty("type", type);
            line.add("object", lease);
            return line.toString();
        }
    }
}
