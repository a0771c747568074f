package io.leaderelection.elector.simulation;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The Pods as the API server knows them, which is what was last reported. Chance of their own, so that what happens to
 * Pods changes nothing else.
 */
final class SimPods {

    private final Dice dice;
    private final Map<SimPod, JsonObject> reported = new HashMap<>();
    private final List<SimPodWatch> watches = new ArrayList<>();
    private int made;

    SimPods(Dice dice) {
        this.dice = dice;
    }

    Dice dice() {
        return dice;
    }

    /** The Pod in which a node's next process lives: the one before, with its container started again, or a new one. */
    SimPod forNextProcessOf(Node node, @Nullable SimPod last) {
        if (last != null && reported.containsKey(last) && last.hasEnded() && dice.chance(0.6)) {
            last.containerStarts();
            report(last);
            return last;
        }
        made++;
        boolean sameName = last != null && dice.chance(0.5);
        if (sameName) {
            delete(last);
        }
        SimPod next = new SimPod(
                sameName ? last.name() : "pod-" + made,
                "uid-of-pod-" + made,
                node.plan().sharesProcesses());
        reported.put(next, next.json());
        report(next);
        return next;
    }

    /** The kubelet has seen the container of a dead process end; the Pod may be gone with it. */
    void ended(SimPod pod) {
        pod.containerEnds();
        report(pod);
        if (dice.chance(0.3)) {
            delete(pod);
        }
    }

    /** The kubelet, or whoever else writes the Pod, tells how it is, if it is still there. */
    void report(SimPod pod) {
        if (reported.containsKey(pod)) {
            JsonObject state = pod.json();
            reported.put(pod, state);
            boolean onlyAtItsEnd = pod.hasEnded() && dice.chance(0.2);
            if (!onlyAtItsEnd) {
                watching(pod.name()).forEach(watch -> watch.changed(state));
            }
        }
    }

    /** The object is deleted, whatever becomes of its processes. */
    void delete(SimPod pod) {
        JsonObject last = reported.remove(pod);
        if (last != null) {
            watching(pod.name()).forEach(watch -> watch.deleted(last));
        }
    }

    /** The state of the Pod of this name, or null. */
    @Nullable
    JsonObject named(String name) {
        return reported.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    void subscribe(SimPodWatch watch) {
        watches.add(watch);
    }

    void unsubscribe(SimPodWatch watch) {
        watches.remove(watch);
    }

    void breakWatchesOf(@Nullable Node node) {
        List.copyOf(watches).forEach(watch -> {
            if (node == null || Objects.equals(watch.node(), node)) {
                watch.breakOff();
            }
        });
    }

    private List<SimPodWatch> watching(String name) {
        return watches.stream().filter(watch -> watch.pod().equals(name)).toList();
    }
}
