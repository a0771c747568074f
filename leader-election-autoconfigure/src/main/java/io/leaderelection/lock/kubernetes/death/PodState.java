package io.leaderelection.lock.kubernetes.death;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.leaderelection.lock.kubernetes.client.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a Pod object tells, as far as it has to do with the end of its processes. Strangers write Pods, too: what is
 * missing or makes no sense is read so that it proves nothing.
 *
 * @param uid identity of the Pod
 * @param sharesProcesses whether its containers do not have process namespaces of their own
 * @param containers its containers and init containers, of those that its spec and its status tell of
 */
record PodState(String uid, boolean sharesProcesses, List<Container> containers) {

    /**
     * One container.
     *
     * @param name name of the container
     * @param takesLogs whether the end of its log may stand for a message that it did not leave
     * @param messages what its present and its last instance left behind, of those that have ended
     */
    record Container(String name, boolean takesLogs, List<String> messages) {}

    /** The JSON of a Pod. */
    static PodState of(JsonObject pod) {
        JsonObject spec = Json.object(pod, "spec");
        JsonObject status = Json.object(pod, "status");
        List<Container> containers = new ArrayList<>();
        containers(Json.array(spec, "containers"), Json.array(status, "containerStatuses"), containers);
        containers(Json.array(spec, "initContainers"), Json.array(status, "initContainerStatuses"), containers);
        return new PodState(
                Json.textOrEmpty(Json.object(pod, "metadata"), "uid"),
                !isFalse(spec, "shareProcessNamespace") || !isFalse(spec, "hostPID"),
                List.copyOf(containers));
    }

    /** Only what the spec and the status know of: the one tells how messages come about, the other tells them. */
    private static void containers(JsonArray specs, JsonArray statuses, List<Container> containers) {
        for (JsonElement each : statuses) {
            JsonObject spec = each instanceof JsonObject status ? named(specs, Json.textOrEmpty(status, "name")) : null;
            if (spec != null) {
                containers.add(container(spec, (JsonObject) each));
            }
        }
    }

    private static Container container(JsonObject spec, JsonObject status) {
        String policy = Json.textOrEmpty(spec, "terminationMessagePolicy");
        List<String> messages = new ArrayList<>();
        for (String state : List.of("state", "lastState")) {
            String message = Json.text(Json.object(Json.object(status, state), "terminated"), "message");
            if (message != null) {
                messages.add(message);
            }
        }
        return new Container(
                Json.textOrEmpty(spec, "name"), !policy.isEmpty() && !policy.equals("File"), List.copyOf(messages));
    }

    private static @Nullable JsonObject named(JsonArray specs, String name) {
        for (JsonElement each : specs) {
            if (each instanceof JsonObject spec && !name.isEmpty() && name.equals(Json.textOrEmpty(spec, "name"))) {
                return spec;
            }
        }
        return null;
    }

    private static boolean isFalse(JsonObject spec, String field) {
        String value = Json.textOrEmpty(spec, field);
        return value.isEmpty() || value.equals("false");
    }
}
