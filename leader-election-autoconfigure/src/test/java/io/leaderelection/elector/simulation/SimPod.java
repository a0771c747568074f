package io.leaderelection.elector.simulation;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.leaderelection.lock.kubernetes.death.SimulatedPodMonitor;
import org.jspecify.annotations.Nullable;

/**
 * One Pod, as its kubelet knows it: a container in which one process after another lives, with a fresh termination log
 * for each, and a sidecar.
 */
final class SimPod {

    private static final String CONTAINER = "app";

    private final String name;
    private final String uid;
    private final boolean sharesProcesses;
    private String phase = "Running";
    private String log = "";
    private @Nullable String message;
    private @Nullable String lastMessage;
    private @Nullable String sidecarMessage;
    private int restarts;

    SimPod(String name, String uid, boolean sharesProcesses) {
        this.name = name;
        this.uid = uid;
        this.sharesProcesses = sharesProcesses;
    }

    String name() {
        return name;
    }

    /** The annotation by which a process in this Pod tells where it is. */
    String annotation(String process) {
        return SimulatedPodMonitor.annotation(process, uid, name, CONTAINER);
    }

    /** A process leaves its line, once. */
    void writes(String process) {
        String line = SimulatedPodMonitor.line(process) + "\n";
        if (!log.contains(line)) {
            log += line;
        }
    }

    /** The container has ended, for all that the kubelet can see. */
    void containerEnds() {
        message = log;
    }

    /** Another container of the Pod has ended, and has left what our container's log says. */
    void sidecarEnds() {
        sidecarMessage = log;
    }

    boolean hasEnded() {
        return message != null;
    }

    /** The container is started again, with a fresh log. */
    void containerStarts() {
        lastMessage = message;
        message = null;
        log = "";
        restarts++;
    }

    /** A controller has given the Pod up. Its processes may know nothing of it. */
    void fails() {
        phase = "Failed";
    }

    /** The object as the kubelet reports it. */
    JsonObject json() {
        JsonObject pod = new JsonObject();
        pod.add("metadata", object("uid", uid));
        JsonObject spec = new JsonObject();
        spec.addProperty("shareProcessNamespace", sharesProcesses);
        spec.add("containers", array(object("name", CONTAINER), object("name", "sidecar")));
        pod.add("spec", spec);
        JsonObject status = object("phase", phase);
        JsonObject app = status(CONTAINER, message);
        app.addProperty("restartCount", restarts);
        app.add("lastState", state(lastMessage));
        status.add("containerStatuses", array(app, status("sidecar", sidecarMessage)));
        pod.add("status", status);
        return pod;
    }

    private static JsonObject status(String container, @Nullable String message) {
        JsonObject status = object("name", container);
        status.add("state", state(message));
        return status;
    }

    private static JsonObject state(@Nullable String message) {
        JsonObject state = new JsonObject();
        if (message != null) {
            state.add("terminated", object("message", message));
        }
        return state;
    }

    private static JsonObject object(String name, String value) {
        JsonObject object = new JsonObject();
        object.addProperty(name, value);
        return object;
    }

    private static JsonArray array(JsonObject... items) {
        JsonArray array = new JsonArray();
        for (JsonObject item : items) {
            array.add(item);
        }
        return array;
    }
}
