package io.leaderelection.it.node;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.StreamSupport;

/** What can happen to the first container of a pod from outside. */
final class PodFaults {

    private final Node node;
    private final ControlGroup container;
    private final String address;

    /**
     * @param pod the pod as the API tells it, running
     */
    PodFaults(Node node, JsonObject pod) {
        this.node = node;
        JsonObject status = pod.getAsJsonObject("status");
        this.address = status.get("podIP").getAsString();
        JsonObject first = StreamSupport.stream(
                        status.getAsJsonArray("containerStatuses").spliterator(), false)
                .findFirst()
                .orElseThrow()
                .getAsJsonObject();
        String id = first.get("containerID").getAsString();
        this.container = node.group().of(id.substring(id.indexOf("//") + 2));
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

    // Before any translation of addresses: the pod knows the API server by its service.
    private void filter(String action) {
        node.inside("iptables", "-t", "raw", action, "PREROUTING", "-s", address, "-d", "10.96.0.1", "-j", "DROP");
    }
}
