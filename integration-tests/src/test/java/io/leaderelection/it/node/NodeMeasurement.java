package io.leaderelection.it.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.it.scenario.Figures;
import io.leaderelection.it.scenario.HistoryLine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The figures of {@code docs/measurements.md} about real pods. Not part of the tests: it judges safety alone. */
@RealNode
@EnabledIfSystemProperty(named = "measure", matches = "true")
class NodeMeasurement {

    private static final int RUNS = Integer.getInteger("measure.runs", 20);

    private final Node node;

    NodeMeasurement(Node node) {
        this.node = node;
    }

    @Test
    void killWithProofOfDeath() {
        Figures afterKill =
                new Figures("Pods: kill -9 of the leader's process, to the successor's grant, with proof of death");
        try (PodScene scene = new PodScene(node, Manifest.kit("proof-of-death"))) {
            for (int run = 0; run < RUNS; run++) {
                long killed = scene.faults(scene.settle()).kill();
                afterKill.add(scene.awaitGrantAfter(killed).nanos() - killed);
            }
            scene.assertSafe();
        }
        afterKill.printEach();
    }

    @Test
    void killWithoutTheRole() {
        Figures afterExpiry =
                new Figures("Pods: kill -9 without the Role, the successor's grant later than last renewal + L");
        try (PodScene scene = new PodScene(node, Manifest.kit().quick())) {
            for (int run = 0; run < RUNS; run++) {
                long killed = scene.faults(scene.settle()).kill();
                HistoryLine grant = scene.awaitGrantAfter(killed);
                afterExpiry.add(grant.nanos() - scene.lastRenewalBefore(grant) - PodScene.QUICK_LEASE.toNanos());
            }
            scene.assertSafe();
        }
        afterExpiry.printEach();
    }

    @Test
    void rollingUpdates() {
        rollingUpdates("rolling update of 3 replicas", Manifest.kit("proof-of-death"));
    }

    @Test
    void rollingUpdatesWithLeaderOnlyReadiness() {
        rollingUpdates(
                "update of 3 replicas with leader-only readiness",
                Manifest.kit("proof-of-death", "leader-only-readiness"));
    }

    private void rollingUpdates(String what, Manifest manifest) {
        List<Integer> changes = new ArrayList<>();
        Figures without = new Figures("Pods: " + what + ", time without a leader at each change");
        Figures whole = new Figures("Pods: " + what + ", start to finish");
        try (PodScene scene = new PodScene(node, manifest)) {
            for (int run = 0; run < RUNS; run++) {
                scene.settle();
                long begun = System.nanoTime();
                scene.kubectl().run("rollout", "restart", "deployment/" + PodScene.NAME);
                scene.settle();
                whole.add(System.nanoTime() - begun);
                List<HistoryLine> grants = scene.grantsAfter(begun);
                grants.forEach(grant -> without.add(grant.nanos() - scene.endOfTermBefore(grant)));
                changes.add(grants.size());
            }
            scene.assertSafe();
        }
        assertThat(changes).as("each update passes leadership on").allMatch(count -> count >= 1);
        System.out.printf("MEASURED | Pods: %s, changes of leader in each | %s |%n", what, changes);
        without.printEach();
        whole.print();
    }
}
