package io.leaderelection.it.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.it.scenario.HistoryLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The deployment kit as users run it: identity, namespace, token and CA are those of the pod, all by default. */
class DeploymentTests extends PodSceneTests {

    private static final Path OPERATIONS = Path.of(System.getProperty("basedir", "."), "../docs/operations.md");

    DeploymentTests(Node node) {
        super(node, Manifest.kit("proof-of-death", "leader-service"));
    }

    @Test
    void threePodsAreReadyAndTheHolderIsOneOfThem() {
        assertThat(scene.podNames()).hasSize(3).contains(leader);
        assertThat(scene.kubectl().run("get", "deployment", PodScene.NAME)).contains("3/3");
        Awaiting.until("its word", PodScene.PATIENCE, () -> scene.log(leader).contains("Leads: term"));
        assertThat(scene.log(leader)).doesNotContain("leader-election unreleased");
        assertThat(scene.kubectl().run("get", "networkpolicy,poddisruptionbudget", "--output=name"))
                .contains("networkpolicy.networking.k8s.io/sample", "poddisruptionbudget.policy/sample");
    }

    @Test
    void theProcessIsNotRootAndCannotWriteWhereItsProgramIs() throws IOException {
        PodFaults faults = scene.faults(leader);
        Path process = Path.of("/proc/" + faults.process());

        assertThat(Files.readAllLines(process.resolve("status")))
                .contains("Uid:\t65532\t65532\t65532\t65532", "NoNewPrivs:\t1", "CapEff:\t0000000000000000");
        assertThat(Files.readAllLines(process.resolve("mounts")))
                .filteredOn(mount -> mount.contains(" / "))
                .singleElement()
                .satisfies(mount -> assertThat(mount).contains(" ro,"));
    }

    @Test
    void theActuatorIsReachedThroughTheApi() {
        for (String pod : scene.podNames()) {
            assertThat(scene.kubectl().run("get", "--raw", scene.proxied("pods", pod) + "/actuator/health/readiness"))
                    .contains("\"UP\"");
        }
    }

    @Test
    void commandsOfTheDocumentationDoAsPrinted() throws IOException {
        assertThat(scene.kubectl().shell(printed("kubectl logs ")))
                .contains("[pod/" + leader + "/sample]", "successfully acquired lease");

        assertThat(scene.kubectl().shell(printed("kubectl delete pod "))).contains("\"" + leader + "\" deleted");

        assertThat(scene.settle()).isNotEqualTo(leader);
    }

    private static String printed(String beginning) throws IOException {
        return Files.readAllLines(OPERATIONS).stream()
                .filter(line -> line.startsWith(beginning))
                .map(line -> line.replace("billing", PodScene.NAME))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theServiceOfTheLeaderFollowsIt() {
        awaitServiceAt(leader);
        assertThat(scene.kubectl().run("get", "pods", "--selector=leader-election.io/leader=true", "--output=name"))
                .isEqualTo("pod/" + leader);

        scene.kubectl().run("delete", "pod", leader);

        leader = scene.settle();
        awaitServiceAt(leader);
    }

    /** For a while after a change the address of the former leader may still be known. Then there is one, and no other. */
    private void awaitServiceAt(String pod) {
        String path = scene.proxied("services", "sample-leader") + "/actuator/leaderelection/" + PodScene.NAME;
        String identity = "\"identity\":\"" + pod + "\"";
        Awaiting.until(
                "the Service has one endpoint, the leader",
                PodScene.PATIENCE,
                () -> scene.kubectl()
                        .run(
                                "get",
                                "endpointslices",
                                "--selector=kubernetes.io/service-name=sample-leader",
                                "--output=jsonpath={.items[*].endpoints[*].targetRef.name}")
                        .equals(pod));
        // The server itself goes by the older kind of endpoints, which another controller writes.
        Awaiting.until(
                "an answer of the leader",
                PodScene.PATIENCE,
                () -> scene.kubectl().tell("get", "--raw", path).output().contains(identity));
        for (int request = 0; request < 5; request++) {
            assertThat(scene.kubectl().run("get", "--raw", path)).contains("\"leading\":true", identity);
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
