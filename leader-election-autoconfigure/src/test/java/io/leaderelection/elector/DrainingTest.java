package io.leaderelection.elector;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.lock.Version;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An elector whose ended term still has work running. */
final class DrainingTest extends ElectorTest {

    @Test
    void renewalsGoOnWhileWorkEnds() {
        scene.leads().resigns(NO_PAUSE);
        for (int renewal = 2; renewal <= 6; renewal++) {
            scene.passes(RENEWAL).does("write #%s term 1 token 2 over v%s".formatted(renewal, renewal));
            scene.isAnswered().is(State.DRAINING).does("DEADLINE in 9000 ms", "NEXT in 3000 ms");
            assertThat(scene.isGateOpen()).isFalse();
        }
        scene.clock.passes(DEADLINE);
        scene.rings(TimerKind.NEXT).is(State.LOST).does("no DEADLINE");
    }

    @Test
    void aHarmlessEditDuringTheDrainCostsARead() {
        scene.leads().resigns(NO_PAUSE);
        scene.lease.isRelabelled();

        scene.passes(RENEWAL).isAnswered().is(State.DRAINING).does("NEXT in 0 ms");
        scene.passes(0).isAnswered().does("write #3 term 1 token 2 over v3");
    }

    @Test
    void failureDuringTheDrainIsRetried() {
        scene.leads().resigns(NO_PAUSE).passes(RENEWAL);

        scene.isRefused().is(State.DRAINING).does("NEXT in 75 ms");
        scene.passes(75).does("read");
    }

    @Test
    void aForeignHolderDuringTheDrainLeavesNothingToRelease() {
        scene.leads().resigns(NO_PAUSE).passes(RENEWAL).isRefused().passes(75);
        scene.isAnswered().is(State.DRAINING).isRefused();
        scene.lease.says(Records.foreign("thief", 1));
        scene.passes(150).isAnswered().is(State.LOST).does("no DEADLINE", "leader thief");
        scene.workEnds().is(State.STANDBY).does("no DRAIN", "let expire", "NEXT in 1775 ms");

        setUp();
        scene.leads().resigns(NO_PAUSE);
        scene.lease.isRelabelled();
        scene.hears().is(State.DRAINING);
        scene.lease.says(Records.foreign("thief", 1));
        scene.hears().is(State.LOST);
        assertThat(scene.asked()).isNull();
    }

    @Test
    void aDeletionDuringTheDrainLeavesNothingToRelease() {
        scene.leads().resigns(NO_PAUSE).passes(RENEWAL).isRefused();
        scene.lease.isDeleted();
        scene.passes(75).isAnswered().is(State.LOST).does("no DEADLINE", "no leader");

        setUp();
        scene.leads().resigns(NO_PAUSE);
        scene.hearsOfDeletion(new Version("another-object", "7")).is(State.DRAINING);
        scene.hearsOfDeletion(scene.lease.isDeleted()).is(State.LOST).does("no NEXT", "no DEADLINE", "no leader");
        scene.passes(RETRY);
        scene.workEnds().is(State.STANDBY).does("no DRAIN", "let expire", "read");
    }

    @Test
    void aDrainThatLosesTheLeaseReleasesNothing() {
        scene.leads()
                .resigns(NO_PAUSE)
                .rings(TimerKind.DEADLINE)
                .is(State.DRAINING)
                .does("DEADLINE in 9000 ms");

        scene.passes(DEADLINE).is(State.LOST);
        scene.workEnds().is(State.STANDBY).does("no DRAIN", "let expire", "read");
    }

    @Test
    void releasingCanBeSwitchedOff() {
        sceneOf(withoutRelease()).leads().stops().is(State.DRAINING);

        scene.workEnds()
                .is(State.STOPPED)
                .does("no DRAIN", "no NEXT", "no DEADLINE", "no SILENCE", "unwatch", "let expire", "stopped");
        assertThat(scene.lease.now().record().holderIdentity()).isEqualTo("me");
    }

    @Test
    void workThatOutlivesTheDrainTimeoutPreventsTheRelease() {
        scene.leads().resigns(NO_PAUSE);
        scene.renewsFor(DRAIN).is(State.LOST);
        assertThat(scene.isArmed(TimerKind.NEXT)).as("a further renewal").isFalse();
        scene.passes(LEASE).is(State.LOST).asksNothing();

        scene.workEnds().is(State.STANDBY).does("let expire", "read");
        scene.isAnswered().is(State.TAKING);
        assertThat(scene.lease.now().record().holderIdentity()).isEqualTo("me");
    }

    @Test
    void stopWithWorkThatOutlivesTheDrainTimeoutStopsWithoutRelease() {
        scene.leads().stops();
        scene.renewsFor(DRAIN).is(State.STOPPED);
        assertThat(scene.lease.now().record().holderIdentity()).isEqualTo("me");
        scene.workEnds().is(State.STOPPED).does("let expire");
    }

    @Test
    void stopDuringADrainStopsAfterTheRelease() {
        scene.leads().resigns(Duration.ofSeconds(4)).stops().is(State.DRAINING).doesNothing();

        scene.workEnds().is(State.RELEASING).isAnswered().is(State.STOPPED);
    }
}
