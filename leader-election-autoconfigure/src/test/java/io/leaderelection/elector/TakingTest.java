package io.leaderelection.elector;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.StoredLease;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An elector whose acquiring write is on its way. */
final class TakingTest extends ElectorTest {

    @Test
    void leadsFromTheSendTimeOfTheAcquiringWrite() {
        scene.follows("b");
        scene.lease.says(Records.releasedBy("b"));
        scene.hears().is(State.TAKING).passes(2_000);

        scene.isAnswered()
                .is(State.LEADING)
                .does(
                        "grant term 8 token 6",
                        "leader me",
                        "DEADLINE in 7000 ms",
                        "NEXT in 1000 ms",
                        "SILENCE in 17000 ms");
        scene.clock.passes(Duration.ofMillis(6_999));
        assertThat(scene.isGateOpen()).isTrue();
        scene.clock.passes(Duration.ofMillis(1));
        assertThat(scene.isGateOpen()).isFalse();
    }

    @Test
    void anAcquiringWriteThatIsAnsweredTooLateOpensNoGate() {
        scene.follows("b");
        scene.lease.says(Records.releasedBy("b"));
        scene.hears().is(State.TAKING);
        // The process stands still: its time limit rings only after the answer has been heard.
        scene.clock.passes(DEADLINE);

        scene.isAnswered().is(State.TAKING).does("write #2 term 9 token 7 over v3");
        scene.isAnswered().is(State.LEADING);
    }

    @Test
    void anAcquiringWriteThatWasChangedOnItsWayAndIsAnsweredTooLateIsWaitedOut() {
        scene.follows("b");
        scene.lease.says(Records.releasedBy("b"));
        LeaseRecord sent = scene.hears().written();
        scene.clock.passes(DEADLINE);
        LeaseRecord stored = new LeaseRecord(
                sent.holderIdentity(), 60, sent.acquireTime(), sent.renewTime(), sent.leaseTransitions(), sent.seal());

        scene.isAnswered(new Answer.Written(scene.lease.says(stored))).is(State.STANDBY);
        assertThat(scene.untilRings(TimerKind.NEXT)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void aLostRaceRestartsTheWait() {
        scene.follows("b").passes(15_000).isAnswered().is(State.TAKING);
        scene.lease.says(Records.sealed("c", 1));

        scene.isAnswered().is(State.STANDBY).does("NEXT in 2000 ms");
        scene.passes(2_000).does("read");
        scene.isAnswered();
        assertThat(scene.untilRings(TimerKind.NEXT)).isEqualTo(LEASE);
    }

    @Test
    void aRaceLostToNobodyWhoShowsUpRestartsTheWaitAllTheSame() {
        scene.follows("b").passes(15_000).isAnswered().is(State.TAKING);
        scene.lease.isRelabelled();

        scene.isAnswered().is(State.STANDBY).passes(2_000).isAnswered();
        assertThat(scene.untilRings(TimerKind.NEXT)).isEqualTo(Duration.ofSeconds(13));
    }

    @Test
    void adoptsAnAcquiringWriteWhoseAnswerWasLost() {
        scene.follows("b");
        scene.lease.says(Records.releasedBy("b"));
        scene.hears().isAppliedUnheard();

        scene.passes(ATTEMPT).is(State.STANDBY).does("cancel", "NEXT in 75 ms");
        scene.passes(75).does("read");
        scene.isAnswered()
                .is(State.LEADING)
                .does(
                        "leader me",
                        "SILENCE in 17000 ms",
                        "grant term 8 token 6",
                        "DEADLINE in 6675 ms",
                        "NEXT in 675 ms",
                        "SILENCE in 17000 ms");
    }

    @Test
    void adoptsNoWriteWhoseTimeIsOver() {
        scene.follows("b");
        scene.lease.says(Records.releasedBy("b"));
        scene.hears().isAppliedUnheard().passes(ATTEMPT);
        scene.clock.passes(DEADLINE.minus(ATTEMPT));
        scene.rings(TimerKind.NEXT).does("read");

        // What it holds is its own, and nobody works: it takes it again, with a higher token.
        scene.isAnswered().is(State.TAKING).does("leader me", "SILENCE in 17000 ms", "write #2 term 9 token 7 over v3");
    }

    @Test
    void leavesToItsExpiryWhatItMayHaveTakenUnknowinglyTooLongAgo() {
        scene.follows("b");
        scene.lease.says(Records.releasedBy("b"));
        scene.hears().isAppliedUnheard().passes(ATTEMPT).passes(75);
        scene.isRefused().does("NEXT in 150 ms");
        scene.clock.passes(DEADLINE);

        scene.rings(TimerKind.NEXT).isRefused().does("let expire", "NEXT in 300 ms");
    }

    @Test
    void attemptsThatCameToNothingUseUpNoTokens() {
        scene.follows("b");
        scene.lease.says(Records.releasedBy("b"));
        scene.hears().does("no leader", "no NEXT", "write #1 term 8 token 6 over v2");
        scene.isRefused().passes(75).isAnswered().does("write #2 term 8 token 6 over v2");
    }

    @Test
    void aLabelEditedInALoopShortensNoPauseAfterAFailure() {
        scene.follows("b");
        scene.lease.says(Records.releasedBy("b"));
        scene.hears().isRefused().is(State.STANDBY);

        scene.lease.isRelabelled();
        scene.hears().asksNothing();
        scene.passes(75).does("read");
    }

    @Test
    void newsDuringTheAcquiringWriteDecidesNothing() {
        scene.follows("b").passes(15_000).isAnswered().is(State.TAKING);
        scene.lease.says(Records.sealed("c", 1));

        scene.hears().is(State.TAKING).does("leader c", "SILENCE in 17000 ms");
        scene.isAnswered().is(State.STANDBY);
    }

    @Test
    void deletionDuringTheAcquiringWriteDecidesNothing() {
        scene.follows("b").passes(15_000).isAnswered().is(State.TAKING);

        scene.hearsOfDeletion(scene.lease.isDeleted()).is(State.TAKING).does("no leader");
        scene.isAnswered().is(State.STANDBY);
    }

    @Test
    void aLeaseThatNobodyHeldMayHaveBeenTakenBeforeItsDeletion() {
        scene.lease.says(LeaseRecord.VACANT);
        scene.lacksThreads()
                .starts()
                .watchWorks()
                .isAnswered()
                .is(State.STANDBY)
                .asksNothing();

        scene.hasThreads()
                .hearsOfDeletion(scene.lease.isDeleted())
                .is(State.STANDBY)
                .asksNothing();
        assertThat(scene.untilRings(TimerKind.NEXT)).isEqualTo(LEASE);
    }

    @Test
    void newsFromBeforeADeletionBringsNoLeaseBack() {
        scene.follows("b");
        StoredLease renewed = scene.lease.says(Records.sealed("b", 2));
        scene.hearsOfDeletion(scene.lease.isDeleted()).is(State.STANDBY);

        scene.passes(1_000).hears(renewed).doesNothing();
        assertThat(scene.untilRings(TimerKind.NEXT)).as("since the deletion").isEqualTo(LEASE.minusSeconds(1));
    }

    @Test
    void newsOfALeaseThatIsPutBackCountsOnceAReadHasFoundIt() {
        scene.follows("b");
        PaperLease.State copied = scene.lease.now();
        scene.lease.says(Records.sealed("b", 2));
        scene.hearsOfDeletion(scene.lease.isDeleted());
        scene.lease.isRestored(copied);
        scene.passes(LEASE).isAnswered().is(State.STANDBY);

        scene.lease.says(Records.releasedBy("b"));
        scene.hears().is(State.TAKING);
    }

    @Test
    void anAnswerThatNewsHasOvertakenOverwritesNothing() {
        // The lease that I create is taken and deleted again before I hear that I have created it.
        scene.starts().watchWorks().isAnswered().does("create");
        StoredLease created = scene.lease.says(LeaseRecord.VACANT);
        scene.lease.says(Records.sealed("b", 1));
        scene.hears().isAnswered(new Answer.Written(created)).is(State.STANDBY).asksNothing();

        scene.hearsOfDeletion(scene.lease.isDeleted()).is(State.STANDBY).asksNothing();
        assertThat(scene.untilRings(TimerKind.NEXT)).as("the wait for b").isEqualTo(LEASE);
    }

    @Test
    void aCreationHeardAfterTheDeletionCreatesNothingAnew() {
        scene.starts().watchWorks().isAnswered().does("create");
        StoredLease created = scene.lease.says(LeaseRecord.VACANT);
        scene.lease.says(Records.sealed("b", 1));
        scene.hears().hearsOfDeletion(scene.lease.isDeleted());

        scene.isAnswered(new Answer.Written(created)).is(State.STANDBY).asksNothing();
        assertThat(scene.untilRings(TimerKind.NEXT)).as("the wait for b").isEqualTo(LEASE);
    }

    @Test
    void aReadThatNewsHasOvertakenLeavesTheNewsAsItIs() {
        scene.follows("b").passes(LEASE).isRefused().passes(75).does("read");
        StoredLease before = scene.lease.now();
        scene.lease.isRelabelled();
        scene.hears().isAnswered(new Answer.Found(before)).is(State.TAKING).does("write #1 term 8 token 6 over v2");
    }

    @Test
    void aMissingLeaseThatNewsHasFoundIsNotMissing() {
        scene.starts().watchWorks();
        scene.lease.says(Records.sealed("b", 1));
        scene.hears().isAnswered(new Answer.Missing()).is(State.STANDBY).asksNothing();
        assertThat(scene.elector.seen().record()).isEqualTo(Records.sealed("b", 1));
    }

    @Test
    void aTakeoverThatNewsHasOvertakenOpensNoGate() {
        scene.follows("b").passes(LEASE).isAnswered().is(State.TAKING);
        StoredLease taken = scene.lease.says(scene.written());
        scene.lease.says(Records.sealed("thief", 1));
        scene.hears().isAnswered(new Answer.Written(taken)).is(State.STANDBY);
        assertThat(scene.isGateOpen()).isFalse();

        setUp();
        scene.follows("b").passes(LEASE).isAnswered();
        taken = scene.lease.says(scene.written());
        scene.lease.says(Records.releasedBy("thief"));
        scene.hears().isAnswered(new Answer.Written(taken)).is(State.TAKING).does("write #2 term 8 token 6 over v3");
    }

    @Test
    void aLabelEditedBeforeTheTakeoverIsHeardOpensTheGateAllTheSame() {
        scene.follows("b").passes(LEASE).isAnswered();
        StoredLease taken = scene.lease.says(scene.written());
        scene.lease.isRelabelled();
        scene.hears().isAnswered(new Answer.Written(taken)).is(State.LEADING);

        scene.passes(RENEWAL).does("write #2 term 8 token 6 over v3");
    }

    @Test
    void aReadUnderWayIsCalledOffWhenATermBegins() {
        // It may have been answered before the write that begins the term was applied, and would end the term.
        scene.follows("b").passes(LEASE).isAnswered().is(State.TAKING).isAppliedUnheard();
        scene.rings(TimerKind.ATTEMPT).passes(75).does("read");

        scene.hears().is(State.LEADING);
        assertThat(scene.asked()).isNull();
    }

    @Test
    void aLabelEditedBeforeARenewalIsHeardCostsNoLostRace() {
        scene.leads().passes(RENEWAL);
        StoredLease renewed = scene.lease.says(scene.written());
        scene.lease.isRelabelled();
        scene.hears().isAnswered(new Answer.Written(renewed)).is(State.LEADING);

        scene.passes(RENEWAL).does("write #3 term 1 token 2 over v4");
    }

    @Test
    void aConfirmedWriteSettlesThoseBeforeIt() {
        scene.leads().passes(RENEWAL).rings(TimerKind.ATTEMPT).passes(75).isAnswered();
        assertThat(scene.elector.context.requests().unresolved()).hasSize(2);

        scene.isAnswered().is(State.LEADING);
        assertThat(scene.elector.context.requests().unresolved()).isEmpty();
    }

    @Test
    void aTakeoverThatNewsHasOvertakenIsGivenBackByAStopAllTheSame() {
        scene.follows("b").passes(LEASE).isAnswered().is(State.TAKING);
        StoredLease taken = scene.lease.says(scene.written());
        scene.lease.isRelabelled();

        scene.hears().stops().is(State.RELEASING);
        scene.isAnswered(new Answer.Written(taken)).does("release #2 token 6 over v3");
    }

    @Test
    void aLateRenewalOfALostTermBeginsNoTerm() {
        scene.leads().passes(RENEWAL);
        LeaseRecord renewal = scene.written();
        scene.rings(TimerKind.ATTEMPT).isRefusedFor(DEADLINE.minus(RENEWAL)).is(State.LOST);
        scene.lease.says(renewal);

        scene.passes(0)
                .workEnds()
                .passes(RETRY)
                .isAnswered()
                .is(State.TAKING)
                .does("SILENCE in 24000 ms", "write #3 term 2 token 4 over v3");
    }

    @Test
    void aProofOfDeathOutlivesALostRace() {
        scene.follows("b").hearsOfDeathOf("p-b").is(State.TAKING);
        // The dead process's last renewal was still in flight.
        scene.lease.says(Records.sealed("b", 2));
        scene.hearsOfDeathOf("p-another").is(State.TAKING).doesNothing();

        scene.isAnswered().is(State.STANDBY).does("NEXT in 0 ms");
        scene.passes(0).does("read");
        scene.isAnswered().is(State.TAKING);
    }

    @Test
    void stopWhileTakingGivesTheLeaseBack() {
        scene.follows("b");
        scene.lease.says(Records.releasedBy("b"));
        scene.hears().passes(500);

        scene.stops().is(State.RELEASING).does("DEADLINE in 8500 ms");
        scene.isAnswered().is(State.RELEASING).does("release #2 token 6 over v3");
        scene.isAnswered().is(State.STOPPED);
        assertThat(scene.lease.now().record().isHeld()).isFalse();
    }

    @Test
    void stopWhileTakingStopsAtOnceWhereTheTimeOfTheWriteIsOver() {
        takesAndIsFrozen().stops().is(State.STOPPED).asksNothing();
    }

    @Test
    void resignWhileTakingGivesTheLeaseBack() {
        scene.follows("b").passes(RETRY);
        scene.lease.says(Records.releasedBy("b"));
        scene.hears().passes(500);

        scene.resigns(Duration.ofSeconds(4)).is(State.RELEASING).does("DEADLINE in 8500 ms");
        scene.isAnswered().is(State.RELEASING).does("release #2 token 6 over v3");
        scene.isAnswered().is(State.STANDBY).does("no DEADLINE", "let expire", "read");
        scene.isAnswered().is(State.STANDBY).does("NEXT in 4000 ms");
        assertThat(scene.lease.now().record().isHeld()).isFalse();
    }

    @Test
    void resignWhileTakingLeavesAloneWhatAnotherHasTaken() {
        scene.follows("b").passes(RETRY);
        scene.lease.says(Records.releasedBy("b"));
        scene.hears().resigns(Duration.ofSeconds(4));
        scene.lease.says(Records.sealed("c", 2));

        scene.isAnswered().is(State.RELEASING).does("read");
        scene.isAnswered().is(State.STANDBY).does("leader c", "no DEADLINE", "let expire", "read");
    }

    @Test
    void resignWhileTakingChangesNothingWhereTheTimeOfTheWriteIsOver() {
        takesAndIsFrozen().resigns(Duration.ofSeconds(4)).is(State.TAKING).doesNothing();
        scene.isAnswered();
        assertThat(scene.isGateOpen()).isFalse();
    }

    /** Takes a lease and is stopped, with its process, until no term can begin by that write. */
    private Scene takesAndIsFrozen() {
        scene.follows("b");
        scene.lease.says(Records.releasedBy("b"));
        scene.hears().is(State.TAKING);
        scene.clock.passes(DEADLINE);
        return scene;
    }

    // Without what the end of a term needs

    @Test
    void takesNoLeaseWhoseTermItCouldNotEnd() {
        scene.follows("b").lacksThreads();
        scene.lease.says(Records.releasedBy("b"));
        scene.hears().is(State.STANDBY).does("no leader", "NEXT in 2000 ms");

        scene.passes(2_000).does("read");
        scene.isAnswered().is(State.STANDBY).does("NEXT in 2000 ms");
        scene.hasThreads().passes(2_000).does("read");
        scene.isAnswered().is(State.TAKING);
        scene.isAnswered().is(State.LEADING);
    }

    @Test
    void givesBackATakenLeaseWhoseTermItCouldNotEnd() {
        scene.follows("b");
        scene.lease.says(Records.releasedBy("b"));
        scene.hears().is(State.TAKING).lacksThreads();

        scene.isAnswered().is(State.RELEASING);
        assertThat(scene.isGateOpen()).isFalse();
        scene.isAnswered().is(State.RELEASING).does("release #2 token 6 over v3");
        scene.isAnswered().is(State.STANDBY);
        assertThat(scene.lease.now().record().isHeld()).isFalse();
    }

    @Test
    void givesBackALeaseThatAReadFindsTakenIfItCouldNotEndItsTerm() {
        scene.follows("b");
        scene.lease.says(Records.releasedBy("b"));
        scene.hears().isAppliedUnheard();
        scene.passes(ATTEMPT).passes(75).lacksThreads();

        scene.isAnswered().is(State.RELEASING);
        assertThat(scene.isGateOpen()).isFalse();
    }

    @Test
    void givesBackALeaseThatNewsFindTakenIfItCouldNotEndItsTerm() {
        scene.follows("b");
        scene.lease.says(Records.releasedBy("b"));
        scene.hears().isAppliedUnheard();
        scene.passes(ATTEMPT).lacksThreads();

        scene.hears().is(State.RELEASING);
        assertThat(scene.isGateOpen()).isFalse();
    }

    @Test
    void stopWhileTakingLeavesAnothersLeaseAlone() {
        scene.follows("b").passes(15_000).isAnswered().is(State.TAKING);
        scene.lease.says(Records.sealed("c", 1));

        scene.stops().is(State.RELEASING);
        scene.isAnswered().is(State.RELEASING).does("read");
        scene.isAnswered().is(State.STOPPED);
        assertThat(scene.lease.now().record()).isEqualTo(Records.sealed("c", 1));
    }

    @Test
    void aRaceLostWhileStoppingIsKnownAtTheNextStart() {
        scene.starts();
        scene.isAnswered().does("create");
        scene.isAnswered().is(State.TAKING);
        scene.lease.says(Records.sealed("c", 1));
        scene.stops().isAnswered().is(State.RELEASING).passes(RETRY).does("read");
        scene.lease.isDeleted();
        scene.isAnswered().is(State.STOPPED);

        scene.passes(RETRY).starts().isAnswered().is(State.STANDBY).asksNothing();
    }

    @Test
    void stopWhileTakingALeaseThatIsDeletedAndMadeAnewReleasesNothing() {
        scene.follows("b").passes(15_000).isAnswered().is(State.TAKING);
        LeaseRecord mine = scene.written();
        scene.hearsOfDeletion(scene.lease.isDeleted());
        scene.lease.says(mine);

        scene.stops().isAnswered().does("read");
        scene.isAnswered().is(State.STOPPED);
    }
}
