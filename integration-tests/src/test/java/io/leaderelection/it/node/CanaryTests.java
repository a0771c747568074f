package io.leaderelection.it.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

/** A canary's revision is another one, so each hand-over would prefer it. */
@RealNode
class CanaryTests {

    private static final String CANARY = "canary";

    private final Node node;

    CanaryTests(Node node) {
        this.node = node;
    }

    @Test
    void aCanaryLeadsWhereItCampaignsAndNeverWhereItMustNot() {
        try (PodScene scene = new PodScene(node, Manifest.kit().courteous().replicas(2))) {
            scene.settle();
            scene.kubectl().apply(canaryOf(scene).toString());
            awaitCanary(scene);

            assertThat(handOver(scene)).startsWith(CANARY + "-");

            scene.kubectl().run("set", "env", "deployment/" + CANARY, "LEADER_ELECTION_CAMPAIGN=false");
            awaitCanary(scene);
            assertThat(scene.settle()).startsWith(PodScene.NAME + "-");
            for (int i = 0; i < 2; i++) {
                assertThat(handOver(scene)).startsWith(PodScene.NAME + "-");
            }
            scene.assertSafe();
        }
    }

    /** The Deployment once more, under another name and with one replica. */
    private static JsonObject canaryOf(PodScene scene) {
        JsonObject canary = scene.kubectl().json("get", "deployment", PodScene.NAME);
        canary.add("metadata", object("{'name': '%s'}"));
        canary.remove("status");
        JsonObject spec = canary.getAsJsonObject("spec");
        spec.addProperty("replicas", 1);
        spec.add("selector", object("{'matchLabels': {'app.kubernetes.io/name': '%s'}}"));
        JsonObject template = spec.getAsJsonObject("template");
        template.add("metadata", object("{'labels': {'app.kubernetes.io/name': '%s'}}"));
        template.getAsJsonObject("spec").remove("topologySpreadConstraints");
        return canary;
    }

    private static JsonObject object(String text) {
        return JsonParser.parseString(text.formatted(CANARY)).getAsJsonObject();
    }

    private static void awaitCanary(PodScene scene) {
        scene.kubectl().run("rollout", "status", "deployment/" + CANARY, "--timeout=90s");
    }

    /** Ends the leader in good order, and returns the next one. */
    private static String handOver(PodScene scene) {
        scene.kubectl().run("delete", "pod", scene.holder());
        return scene.settle();
    }
}
