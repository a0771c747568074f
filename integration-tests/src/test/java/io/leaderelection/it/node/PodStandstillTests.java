package io.leaderelection.it.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.it.scenario.HistoryLine;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Leaders that nobody can know to be dead: they are waited out, and nothing of theirs is let in afterwards. L is 6 s. */
class PodStandstillTests extends PodSceneTests {

    private PodFaults faults;

    /** Without a probe that would end what stands still, and without the Role for proof of death. */
    PodStandstillTests(Node node) {
        super(node, Manifest.kit().quick().container("livenessProbe: null"));
    }

    @BeforeEach
    void prepareFaults() {
        faults = scene.faults(leader);
    }

    @Test
    void aKilledProcessWithoutTheRoleIsWaitedOut() {
        scene.awaitGrantAtExpiry(faults.kill(), PodScene.QUICK_LEASE);
    }

    @Test
    void aFrozenLeaderThatThawsAdmitsNothing() {
        long frozen = System.nanoTime();
        faults.freeze();
        HistoryLine grant = scene.awaitGrantAtExpiry(frozen, PodScene.QUICK_LEASE);

        faults.thaw();

        scene.rollout().await();
        scene.awaitLine("more of the successor", later(grant, Duration.ofSeconds(2)));
        assertNothingOlderAfter(grant);
    }

    @Test
    void aLeaderThatIsCutOffAndReachesTheApiAgainAdmitsNothing() {
        long cut = System.nanoTime();
        faults.cutOff();
        HistoryLine grant = scene.awaitGrantAtExpiry(cut, PodScene.QUICK_LEASE);

        faults.reconnect();

        Awaiting.until(
                "the old leader knows the new one",
                PodScene.PATIENCE,
                () -> scene.log(leader).contains("new leader elected: '" + scene.holder() + "'"));
        assertNothingOlderAfter(grant);
    }

    @Test
    void aNodeThatStandsStillAndGoesOnHasOneLeader() {
        long highest = scene.highestToken();
        node.group().freeze();
        long frozen = System.nanoTime();
        Awaiting.until(
                "longer than L",
                PodScene.PATIENCE,
                () -> System.nanoTime() - frozen > Duration.ofSeconds(8).toNanos());
        node.group().thaw();

        HistoryLine grant = scene.awaitGrantAfter(frozen);

        assertThat(grant.token()).isGreaterThan(highest);
        scene.rollout().await();
    }

    private void assertNothingOlderAfter(HistoryLine grant) {
        assertThat(scene.history().lines())
                .filteredOn(line -> line.nanos() > grant.nanos() && line.token() < grant.token())
                .noneMatch(HistoryLine::showsOpenGate);
    }

    private static Predicate<HistoryLine> later(HistoryLine grant, Duration by) {
        return line -> line.showsOpenGate() && line.nanos() > grant.nanos() + by.toNanos();
    }
}
