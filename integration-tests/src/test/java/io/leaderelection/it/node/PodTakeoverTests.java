package io.leaderelection.it.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.it.scenario.HistoryLine;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What ends the leader's pod, or the process in it, and how soon another one leads: L is 15 s. */
class PodTakeoverTests extends PodSceneTests {

    /** Well below L, for a busy machine; how long it really takes is measured elsewhere. */
    private static final Duration LONG_BEFORE_EXPIRY = Duration.ofSeconds(10);

    private long highestToken;

    PodTakeoverTests(Node node) {
        super(
                node,
                Manifest.kit("proof-of-death")
                        .container("livenessProbe: {periodSeconds: 1, timeoutSeconds: 1, failureThreshold: 3,"
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

        assertReplacedLongBeforeExpiry(killed);
    }

    @Test
    void aProcessWithoutMemoryIsReplacedOnProofOfItsDeath() {
        PodFaults faults = scene.faults(leader);
        long begun = System.nanoTime();

        faults.exhaustMemory();

        assertReplacedLongBeforeExpiry(begun);
        assertThat(scene.kubectl().run("get", "pod", leader, "--output=jsonpath={.status.containerStatuses[0]}"))
                .contains("OOMKilled");
    }

    @Test
    void aProcessThatHangsIsRestartedByTheKubeletAndReplaced() {
        long stopped = System.nanoTime();

        scene.faults(leader).stop();

        assertReplacedLongBeforeExpiry(stopped);
        assertThat(scene.restarts(leader)).isPositive();
    }

    @Test
    void aDeletedPodHandsOver() {
        long begun = System.nanoTime();

        scene.kubectl().run("delete", "pod", scene.holder(), "--wait=false");

        assertReplacedLongBeforeExpiry(begun);
        assertThat(scene.history().lines())
                .as("the deleted leader gave up its term")
                .anyMatch(line -> line.is("revoked") && line.nanos() > begun);
    }

    @Test
    void anEvictedPodHandsOver() {
        long begun = System.nanoTime();

        scene.evict(leader);

        assertReplacedLongBeforeExpiry(begun);
    }

    @Test
    void aPodDeletedByForceWhileItsProcessHangsIsNoProof() {
        PodFaults faults = scene.faults(leader);
        faults.stop();
        long stopped = System.nanoTime();

        scene.kubectl().run("delete", "pod", leader, "--force", "--grace-period=0");

        scene.awaitGrantAtExpiry(stopped, PodScene.DEFAULT_LEASE);
    }

    @Test
    void aRestartedRolloutAndItsRollbackChangeTheLeaderOnce() {
        for (String step : new String[] {"restart", "undo"}) {
            long begun = System.nanoTime();

            scene.kubectl().run("rollout", step, "deployment/" + PodScene.NAME);

            scene.awaitUpdated();
            assertThat(scene.grantsAfter(begun))
                    .as("changes of leader, " + step)
                    .hasSize(1);
        }
    }

    @Test
    void aReturnFromNoReplicasAtAllHasAHigherToken() {
        scene.kubectl().run("scale", "deployment/" + PodScene.NAME, "--replicas=0");
        scene.awaitNoPods();
        long gone = System.nanoTime();
        scene.kubectl().run("scale", "deployment/" + PodScene.NAME, "--replicas=3");

        HistoryLine grant = scene.awaitGrantAfter(gone);

        assertThat(grant.token()).isGreaterThan(highestToken);
    }

    private void assertReplacedLongBeforeExpiry(long since) {
        HistoryLine grant = scene.awaitGrantAfter(since);
        assertThat(Duration.ofNanos(grant.nanos() - since)).isLessThan(LONG_BEFORE_EXPIRY);
        assertThat(grant.token()).isGreaterThan(highestToken);
    }
}
