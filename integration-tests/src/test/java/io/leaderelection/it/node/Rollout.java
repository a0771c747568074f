package io.leaderelection.it.node;

import io.leaderelection.it.apiserver.Awaiting;

/** How far the Deployment's controller is with the three pods of a scene. */
final class Rollout {

    private final Kubectl kubectl;
    private final boolean onlyTheLeaderIsReady;

    Rollout(Kubectl kubectl, boolean onlyTheLeaderIsReady) {
        this.kubectl = kubectl;
        this.onlyTheLeaderIsReady = onlyTheLeaderIsReady;
    }

    /** Waits until all pods are of the present template and ready; where only the leader ever is, until they have started. */
    void await() {
        if (onlyTheLeaderIsReady) {
            Awaiting.until("a ready leader among three pods", PodScene.PATIENCE, this::isAtALeader);
        } else {
            Commands.Result rollout = kubectl.tell(
                    "rollout",
                    "status",
                    "deployment/" + PodScene.NAME,
                    "--timeout=" + PodScene.PATIENCE.toSeconds() + "s");
            if (!rollout.isSuccess()) {
                throw new AssertionError(rollout.told() + "\n"
                        + kubectl.tell("get", "pods,events").told());
            }
        }
    }

    /** Waits until no pod is on its way out: a rollout is complete without them, and one of them may still lead. */
    void awaitLeavers() {
        Awaiting.until(
                "an end of the pods that leave",
                PodScene.PATIENCE,
                () -> kubectl.run("get", "pods", "--output=jsonpath={.items[*].metadata.deletionTimestamp}")
                        .isEmpty());
    }

    /** Waits until there is no pod at all. */
    void awaitNoPods() {
        kubectl.run("wait", "--for=delete", "pods", "--all", "--timeout=" + PodScene.PATIENCE.toSeconds() + "s");
    }

    // "kubectl rollout status" would wait for the others for ever.
    private boolean isAtALeader() {
        String told = kubectl.run(
                "get",
                "deployment",
                PodScene.NAME,
                "--output=jsonpath={.metadata.generation} {.status.observedGeneration} {.status.updatedReplicas}"
                        + " {.status.availableReplicas}");
        String[] numbers = told.split(" ");
        String started =
                kubectl.run("get", "pods", "--output=jsonpath={.items[*].status.containerStatuses[*].started}");
        return told.endsWith(" 3 1") && numbers[0].equals(numbers[1]) && started.equals("true true true");
    }
}
