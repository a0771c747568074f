package io.leaderelection.elector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An elector that gives the lease back. */
final class ReleasingTest extends ElectorTest {

    @Test
    void aRenewalUnderWayIsAwaitedBeforeTheRelease() {
        scene.leads().resigns(NO_PAUSE).passes(RENEWAL).does("write #2 term 1 token 2 over v2");
        scene.workEnds().is(State.RELEASING).does("no DRAIN");

        scene.isAnswered().is(State.RELEASING).does("release #3 token 2 over v3");
        scene.isAnswered().is(State.STANDBY).does("no leader", "no DEADLINE", "let expire", "read");

        setUp();
        scene.leads().stops().workEnds().isAnswered().is(State.STOPPED);
    }

    @Test
    void aReadUnderWayIsCalledOffForTheRelease() {
        scene.leads().resigns(NO_PAUSE).passes(RENEWAL).isRefused().passes(75).does("read");

        scene.workEnds().is(State.RELEASING).does("no DRAIN", "cancel", "release #3 token 2 over v2");
    }

    @Test
    void aReleaseThatLosesARaceChecksWhoseTermItIs() {
        scene.leads().passes(RETRY).resigns(NO_PAUSE).workEnds();
        scene.lease.isRelabelled();
        scene.isAnswered().is(State.RELEASING).does("read");
        scene.isAnswered().is(State.RELEASING).does("release #3 token 2 over v3");

        scene.lease.says(Records.sealed("successor", 1));
        scene.isAnswered().is(State.RELEASING).does("read");
        scene.isAnswered().is(State.STANDBY).does("leader successor", "no DEADLINE", "let expire", "NEXT in 2000 ms");
        assertThat(scene.lease.now().record()).isEqualTo(Records.sealed("successor", 1));

        setUp();
        scene.leads().passes(RETRY).stops().workEnds();
        scene.lease.says(Records.sealed("successor", 1));
        scene.isAnswered().isAnswered().is(State.STOPPED);
        assertThat(scene.lease.now().record()).isEqualTo(Records.sealed("successor", 1));
    }

    @Test
    void aReleaseWithoutAnswerIsReadBack() {
        scene.leads().resigns(NO_PAUSE).workEnds().isAppliedUnheard();

        scene.passes(ATTEMPT).is(State.RELEASING).does("cancel", "NEXT in 75 ms");
        scene.passes(75).does("read");
        scene.isAnswered().is(State.STANDBY).does("no leader", "no DEADLINE", "let expire", "read");
    }

    @Test
    void aDeletedLeaseNeedsNoRelease() {
        scene.leads().passes(RETRY).resigns(NO_PAUSE).workEnds().isRefused();
        scene.lease.isDeleted();
        scene.passes(75).isAnswered().is(State.STANDBY).does("no DEADLINE", "let expire", "read");

        setUp();
        scene.leads().passes(RETRY).stops().workEnds().isRefused();
        scene.lease.isDeleted();
        scene.passes(75).isAnswered().is(State.STOPPED);
    }

    @Test
    void aReleaseEndsWithItsTerm() {
        scene.leads().resigns(NO_PAUSE).workEnds();
        scene.isRefusedFor(DEADLINE).is(State.STANDBY);
        assertThat(scene.lease.now().record().holderIdentity()).isEqualTo("me");

        setUp();
        scene.leads().stops().workEnds();
        scene.isRefusedFor(DEADLINE).is(State.STOPPED);
    }

    @Test
    void stopDuringAReleaseStopsAfterIt() {
        scene.leads().resigns(Duration.ofSeconds(4)).workEnds().is(State.RELEASING);

        scene.stops().is(State.RELEASING).doesNothing();
        scene.isAnswered().is(State.STOPPED);
    }

    @Test
    void aReleasedLeaseLeavesNothingUnresolved() {
        scene.leads()
                .passes(RETRY)
                .resigns(Duration.ofSeconds(60))
                .workEnds()
                .isAnswered()
                .isAnswered();

        scene.stops().is(State.STOPPED);
    }
}
