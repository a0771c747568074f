package io.leaderelection.it.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.it.scenario.HistoryLine;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Leaders that nobody can know to be dead: they are waited out, and nothing of theirs is let in afterwards. L is 6 s. */
@RealNode
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PodStandstillTests {

    private final Node node;
    private PodScene scene;
    private String leader;
    private PodFaults faults;

    PodStandstillTests(Node node) {
        this.node = node;
    }

    /** Without a probe that would end what stands still, and without the Role for proof of death. */
    @BeforeAll
    void deploy() {
        scene = new PodScene(node, Manifest.kit().quick().container("livenessProbe: null"));
    }

    @BeforeEach
    void settle() {
        leader = scene.settle();
        faults = scene.faults(leader);
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
    void aKilledProcessWithoutTheRoleIsWaitedOut() {
        assertWaitedOut(faults.kill());
    }

    @Test
    void aFrozenLeaderThatThawsAdmitsNothing() {
        long frozen = System.nanoTime();
        faults.freeze();
        HistoryLine grant = assertWaitedOut(frozen);

        faults.thaw();

        scene.awaitRollout();
        scene.awaitLine("more of the successor", later(grant, Duration.ofSeconds(2)));
        assertNothingOlderAfter(grant);
    }

    @Test
    void aLeaderThatIsCutOffAndReachesTheApiAgainAdmitsNothing() {
        long cut = System.nanoTime();
        faults.cutOff();
        HistoryLine grant = assertWaitedOut(cut);

        faults.reconnect();

        Awaiting.until(
                "the old leader knows the new one",
                PodScene.PATIENCE,
                () -> scene.log(leader).contains("new leader elected: '" + scene.holder() + "'"));
        assertNothingOlderAfter(grant);
    }

    @Test
    void aNodeThatStandsStillAndGoesOnHasOneLeader() {
        HistoryLine last = scene.awaitLine("its token", HistoryLine::showsOpenGate);
        node.group().freeze();
        long frozen = System.nanoTime();
        Awaiting.until(
                "longer than L",
                Duration.ofSeconds(10),
                () -> System.nanoTime() - frozen > Duration.ofSeconds(8).toNanos());
        node.group().thaw();

        HistoryLine grant = scene.awaitGrantAfter(frozen);

        assertThat(grant.token()).isGreaterThan(last.token());
        scene.awaitRollout();
    }

    private HistoryLine assertWaitedOut(long since) {
        long renewed = scene.lastRenewal();
        HistoryLine grant = scene.awaitGrantAfter(since);
        assertThat(grant.nanos()).as("granted").isGreaterThan(renewed + PodScene.QUICK_LEASE.toNanos());
        return grant;
    }

    private void assertNothingOlderAfter(HistoryLine grant) {
        assertThat(scene.history().lines())
                .filteredOn(line -> line.nanos() > grant.nanos() && line.token() < grant.token())
                .noneMatch(HistoryLine::showsOpenGate);
    }

    private static java.util.function.Predicate<HistoryLine> later(HistoryLine grant, Duration by) {
        return line -> line.showsOpenGate() && line.nanos() > grant.nanos() + by.toNanos();
    }
}
