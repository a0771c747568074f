package io.leaderelection.it.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.it.scenario.HistoryLine;
import org.junit.jupiter.api.Test;

/** Three pods, one leader: who it is, and who follows it. */
@RealNode
class PodTakeoverTests {

    private final Node node;

    PodTakeoverTests(Node node) {
        this.node = node;
    }

    @Test
    void aKilledLeaderIsReplaced() {
        try (PodScene scene = new PodScene(node, Manifest.sample().with(Manifest.SHORT))) {
            String leader = scene.awaitLeader();
            assertThat(scene.pods())
                    .extracting(
                            pod -> pod.getAsJsonObject("metadata").get("name").getAsString())
                    .hasSize(3)
                    .contains(leader);

            long killed = scene.faults(leader).kill();
            HistoryLine grant = scene.awaitGrantAfter(killed);

            assertThat(grant.token()).isGreaterThan(scene.history().tokens().get(0));
            scene.awaitRollout();
            scene.assertSafe();
        }
    }
}
