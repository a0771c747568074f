package io.leaderelection.it.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.leaderelection.it.scenario.HistoryLine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The deployment kit as users run it: identity, namespace, token and CA are those of the pod, all by default. */
@RealNode
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeploymentTests {

    private final Node node;
    private PodScene scene;
    private String leader;

    DeploymentTests(Node node) {
        this.node = node;
    }

    @BeforeAll
    void deploy() {
        scene = new PodScene(node, Manifest.kit("proof-of-death"));
    }

    @BeforeEach
    void settle() {
        leader = scene.settle();
    }

    @AfterEach
    void judge() {
        scene.assertSafe();
    }

    @AfterAll
    void remove() {
        scene.close();
    }

    @Test
    void threePodsAreReadyAndTheHolderIsOneOfThem() {
        assertThat(scene.podNames()).hasSize(3).contains(leader);
        assertThat(scene.kubectl().run("get", "deployment", PodScene.NAME)).contains("3/3");
        assertThat(scene.log(leader)).contains("Leads: term");
        assertThat(scene.kubectl().run("get", "networkpolicy,poddisruptionbudget", "--output=name"))
                .contains("networkpolicy.networking.k8s.io/sample", "poddisruptionbudget.policy/sample");
    }

    @Test
    void theActuatorIsReachedThroughTheApi() {
        for (String pod : scene.podNames()) {
            assertThat(scene.kubectl().run("get", "--raw", scene.proxied("pods", pod) + "/actuator/health/readiness"))
                    .contains("\"UP\"");
        }
    }

    @Test
    void aRemovedRoleEndsTheTermAndARestoredOneBringsALeaderBack() {
        JsonObject role = scene.kubectl().json("get", "role", "sample-leader-election");
        long removed = System.nanoTime();
        scene.kubectl().run("delete", "role", "sample-leader-election");
        HistoryLine revoked =
                scene.awaitLine("the end of the term", line -> line.is("revoked") && line.nanos() > removed);
        role.getAsJsonObject("metadata").remove("resourceVersion");
        role.getAsJsonObject("metadata").remove("uid");

        scene.kubectl().apply(role.toString());

        assertThat(scene.awaitGrantAfter(removed).token()).isGreaterThan(revoked.token());
    }
}
