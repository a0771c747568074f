package io.leaderelection.it.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.it.scenario.HistoryLine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What ends the leader's pod, or the process in it, and how soon another one leads: L is 40 s. */
class PodTakeoverTests extends PodSceneTests {

    private long highestToken;

    PodTakeoverTests(Node node) {
        super(
                node,
                Manifest.kit("proof-of-death")
                        .patient()
                        .courteous()
                        .container("livenessProbe: {periodSeconds: 2, timeoutSeconds: 3, failureThreshold: 3,"
                                + " terminationGracePeriodSeconds: 1}"));
    }

    @BeforeEach
    void rememberToken() {
        highestToken = scene.highestToken();
    }

    @Test
    void aKilledProcessIsReplacedOnProofOfItsDeath() {
        assertThat(scene.podNames()).hasSize(3).contains(leader);

        long killed = scene.faults(leader).kill();

        assertReplacedBeforeExpiry(killed);
    }

    @Test
    void aProcessWithoutMemoryIsReplacedOnProofOfItsDeath() {
        PodFaults faults = scene.faults(leader);
        long begun = System.nanoTime();

        faults.exhaustMemory();

        assertReplacedBeforeExpiry(begun);
        Awaiting.until(
                "what ended it",
                PodScene.PATIENCE,
                () -> scene.kubectl()
                        .run("get", "pod", leader, "--output=jsonpath={.status.containerStatuses[0]}")
                        .contains("OOMKilled"));
    }

    @Test
    void aProcessThatHangsIsRestartedByTheKubeletAndReplaced() {
        int restarts = scene.restarts(leader);
        long stopped = System.nanoTime();

        scene.faults(leader).stop();

        assertReplacedBeforeExpiry(stopped);
        Awaiting.until("a restart", PodScene.PATIENCE, () -> scene.restarts(leader) > restarts);
    }

    @Test
    void aDeletedPodHandsOver() {
        long begun = System.nanoTime();

        scene.kubectl().run("delete", "pod", scene.holder(), "--wait=false");

        assertReplacedBeforeExpiry(begun);
        assertThat(scene.history().lines())
                .as("the deleted leader gave up its term")
                .anyMatch(line -> line.is("revoked") && line.nanos() > begun);
    }

    @Test
    void anEvictedPodHandsOver() {
        long begun = System.nanoTime();

        scene.evict(leader);

        assertReplacedBeforeExpiry(begun);
    }

    @Test
    void aPodDeletedByForceWhileItsProcessHangsIsNoProof() {
        PodFaults faults = scene.faults(leader);
        faults.stop();
        long stopped = System.nanoTime();

        scene.kubectl().run("delete", "pod", leader, "--force", "--grace-period=0");

        scene.awaitGrantAtExpiry(stopped, PodScene.PATIENT_LEASE);
    }

    @Test
    void aRestartedRolloutAndItsRollbackChangeTheLeaderOnce() {
        for (String step : new String[] {"restart", "undo"}) {
            long begun = System.nanoTime();

            scene.kubectl().run("rollout", step, "deployment/" + PodScene.NAME);

            scene.settle();
            assertThat(scene.grantsAfter(begun))
                    .as("changes of leader, " + step)
                    .hasSize(1);
        }
    }

    @Test
    void aReturnFromNoReplicasAtAllHasAHigherToken() {
        scene.kubectl().run("scale", "deployment/" + PodScene.NAME, "--replicas=0");
        scene.rollout().awaitNoPods();
        long gone = System.nanoTime();
        scene.kubectl().run("scale", "deployment/" + PodScene.NAME, "--replicas=3");

        HistoryLine grant = scene.awaitGrantAfter(gone);

        assertThat(grant.token()).isGreaterThan(highestToken);
    }

    private void assertReplacedBeforeExpiry(long since) {
        HistoryLine grant = scene.awaitGrantBeforeExpiry(since, PodScene.PATIENT_LEASE);
        assertThat(grant.token()).isGreaterThan(highestToken);
    }
}
