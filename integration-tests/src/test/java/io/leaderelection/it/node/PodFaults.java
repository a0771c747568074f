package io.leaderelection.it.node;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/** What can happen to a container of a pod from outside. */
final class PodFaults {

    private final Node node;
    private final ControlGroup container;
    private final String address;

    /**
     * @param pod the pod as the API tells it, running
     * @param name name of its container
     */
    PodFaults(Node node, JsonObject pod, String name) {
        this.node = node;
        JsonObject status = pod.getAsJsonObject("status");
        this.address = status.get("podIP").getAsString();
        String id = StreamSupport.stream(
                        status.getAsJsonArray("containerStatuses").spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .filter(each -> each.get("name").getAsString().equals(name))
                .findFirst()
                .orElseThrow()
                .get("containerID")
                .getAsString();
        this.container = node.group().of(id.substring(id.indexOf("//") + 2));
    }

    /** A path of the container as seen from outside. */
    Path view(String path) {
        return Path.of("/proc/" + process() + "/root" + path);
    }

    /** The first process of the container, by the machine's numbers. */
    long process() {
        return container.processes().get(0);
    }

    /** Kills the processes of the container with SIGKILL, and returns when, by the monotonic clock, just before. */
    long kill() {
        List<Long> processes = container.processes();
        long now = System.nanoTime();
        for (long process : processes) {
            ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
        }
        return now;
    }

    /** Tells the first process of the container to end, as the kubelet does. */
    void terminate() {
        Commands.run(List.of("sh", "-c", "kill -TERM \"$0\"", Long.toString(process())));
    }

    /** Stops the processes of the container with SIGSTOP: they can still be killed. */
    void stop() {
        for (long process : container.processes()) {
            Commands.run(List.of("sh", "-c", "kill -STOP \"$0\"", Long.toString(process)));
        }
    }

    /** Lets the container use up its memory, and returns when the kernel has killed. */
    void exhaustMemory() {
        container.exhaustMemory();
    }

    /** Freezes the container until {@link #thaw}: nothing in it runs, and nothing can be killed. */
    void freeze() {
        container.freeze();
    }

    void thaw() {
        container.thaw();
    }

    /** Drops all that the pod sends to the API server, as a packet filter does, until {@link #reconnect}. */
    void cutOff() {
        filter("-I");
    }

    void reconnect() {
        filter("-D");
    }

    /** Drops all that the node itself sends to the pod, the kubelet's probes among it, until {@link #showToProbes}. */
    void hideFromProbes() {
        node.inside("iptables", "-t", "raw", "-I", "OUTPUT", "-d", address, "-j", "DROP");
    }

    void showToProbes() {
        node.inside("iptables", "-t", "raw", "-D", "OUTPUT", "-d", address, "-j", "DROP");
    }

    // Before any translation of addresses: the pod knows the API server by its service.
    private void filter(String action) {
        node.inside("iptables", "-t", "raw", action, "PREROUTING", "-s", address, "-d", "10.96.0.1", "-j", "DROP");
    }
}
