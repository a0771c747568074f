package io.leaderelection.elector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.leaderelection.gate.ManualClock;
import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An elector that leads: renewals, and each way in which a term ends. */
final class LeadingTest extends ElectorTest {

    @Test
    void renewsEachInterval() {
        scene.leads();
        for (int renewal = 2; renewal <= 4; renewal++) {
            scene.passes(RENEWAL).does("write #%s term 1 token 2 over v%s".formatted(renewal, renewal));
            scene.isAnswered().does("DEADLINE in 9000 ms", "NEXT in 3000 ms");
        }
        scene.passes(2_999).doesNothing();
        scene.passes(1).does("write #5 term 1 token 2 over v5");
        // The next one is due an interval after this one was sent, not after it was answered.
        scene.passes(400);
        scene.isAnswered().does("DEADLINE in 8600 ms", "NEXT in 2600 ms");
    }

    @Test
    void aRenewalDueAfterTheEndIsALoss() {
        scene.leads();
        scene.clock.passes(DEADLINE);

        scene.rings(TimerKind.NEXT).is(State.LOST).does("no DEADLINE", "revoke DEADLINE", "DRAIN in 20000 ms");
    }

    @Test
    void renewalsDifferThoughTheWallClockStands() {
        scene.leads();
        LeaseRecord first = scene.lease.now().record();
        scene.clock.wallIsSetBy(RENEWAL.negated());
        scene.passes(RENEWAL);

        assertThat(scene.written().renewTime()).isEqualTo(first.renewTime());
        assertThat(scene.written()).isNotEqualTo(first);
    }

    @Test
    void anAnswerAfterTheDeadlineDoesNotReviveTheTerm() {
        scene.leads().passes(RENEWAL).isAnswered().is(State.LEADING);
        scene.passes(RENEWAL).isAppliedUnheard();
        Answer late = new Answer.Written(scene.lease.now());
        // The process stands still, and no timer has rung when it goes on.
        scene.clock.passes(Duration.ofSeconds(20));

        scene.isAnswered(late).is(State.LOST).does("no DEADLINE", "revoke DEADLINE", "DRAIN in 20000 ms");
        assertThat(scene.isGateOpen()).isFalse();
    }

    @Test
    void aGateSeenShutIsNotReopenedByAnAnswerInTime() {
        scene.leads().passes(RENEWAL);
        scene.clock.passes(DEADLINE.minus(RENEWAL));
        assertThat(scene.isGateOpen()).isFalse();

        // The renewal's own send time + deadline is still to come, but somebody was already told to stop.
        scene.isAnswered().is(State.LOST);
    }

    @Test
    void aHarmlessEditCostsAReadAndNoTerm() {
        scene.leads();
        scene.lease.isRelabelled();
        scene.passes(RENEWAL);

        scene.isAnswered().is(State.LEADING).does("NEXT in 0 ms");
        scene.passes(0).does("read");
        scene.isAnswered().does("write #3 term 1 token 2 over v3");
        scene.isAnswered().is(State.LEADING).does("DEADLINE in 9000 ms", "NEXT in 3000 ms");
    }

    @Test
    void anEditorInALoopIsNotRacedInALoop() {
        scene.leads();
        scene.lease.isRelabelled();
        scene.passes(RENEWAL).isAnswered().does("NEXT in 0 ms");
        scene.passes(0).isAnswered();
        scene.lease.isRelabelled();
        scene.isAnswered().does("NEXT in 0 ms");
    }

    @Test
    void newsOfAHarmlessEditSavesTheLostRace() {
        scene.leads();
        scene.lease.isRelabelled();
        scene.hears().is(State.LEADING);

        scene.passes(RENEWAL).does("write #2 term 1 token 2 over v3");
    }

    @Test
    void oneBadAnswerNeverEndsATerm() {
        scene.leads();
        for (StoreFailure.Kind kind : StoreFailure.Kind.values()) {
            scene.passes(scene.untilRings(TimerKind.NEXT)).isAnswered(new StoreFailure(kind, "bad"));
            scene.is(State.LEADING).does("NEXT in 75 ms");
            assertThat(scene.isGateOpen()).isTrue();
            scene.passes(75).does("read");
            scene.isAnswered().isAnswered().is(State.LEADING);
        }
    }

    @Test
    void afterFailureThereIsTimeForAnotherAttempt() {
        scene.leads().passes(RENEWAL);

        StoreFailure patience = new StoreFailure(StoreFailure.Kind.THROTTLED, "busy", Duration.ofMinutes(1));
        scene.isAnswered(patience).does("NEXT in 3750 ms");
        scene.passes(3_750).does("read");
        scene.passes(DEADLINE).is(State.LOST);
    }

    @Test
    void noAttemptTakesLongerThanTheTimeThatIsLeft() {
        scene.leads().passes(RENEWAL);
        StoreFailure patience = new StoreFailure(StoreFailure.Kind.THROTTLED, "busy", Duration.ofMinutes(1));
        scene.isAnswered(patience).passes(4_700);

        scene.isAnswered().does("write #3 term 1 token 2 over v2 within 1300 ms");
    }

    @Test
    void adoptsARenewalWhoseAnswerWasLostFromItsOwnSendTime() {
        scene.leads().passes(RENEWAL).isAppliedUnheard();
        scene.passes(ATTEMPT).does("cancel", "NEXT in 75 ms");
        scene.passes(75).does("read");

        scene.isAnswered().is(State.LEADING).does("DEADLINE in 6675 ms", "NEXT in 675 ms");
        scene.passes(675).does("write #3 term 1 token 2 over v3");
    }

    @Test
    void aReadThatFindsMyRecordUnchangedExtendsNothing() {
        scene.leads().passes(RENEWAL).isRefused().passes(75);

        scene.isAnswered().is(State.LEADING).does("write #3 term 1 token 2 over v2");
        assertThat(scene.untilRings(TimerKind.DEADLINE)).isEqualTo(Duration.ofMillis(5_925));
    }

    @Test
    void adoptsNoEarlierWriteWithALaterSendTime() {
        // The first renewal arrives after the second was sent, and wins: it counts from its own send time.
        scene.leads().passes(RENEWAL);
        LeaseRecord first = scene.written();
        scene.passes(ATTEMPT).passes(75).isAnswered().is(State.LEADING);
        scene.lease.says(first);

        scene.isAnswered().does("NEXT in 150 ms").passes(150).isAnswered();
        assertThat(scene.untilRings(TimerKind.DEADLINE)).isEqualTo(DEADLINE.minusMillis(2_475));
    }

    @Test
    void aReadOfAForeignHolderEndsTheTerm() {
        scene.leads().passes(RENEWAL);
        scene.lease.says(Records.foreign("thief", 1));
        scene.isAnswered().passes(0).does("read");

        scene.isAnswered()
                .is(State.LOST)
                .does("no DEADLINE", "revoke FOREIGN_HOLDER", "DRAIN in 20000 ms", "leader thief");
    }

    @Test
    void myNameWithAnotherIncarnationIsAForeignHolder() {
        scene.leads().passes(RENEWAL);
        scene.lease.says(Records.sealed("me", 1));
        scene.isAnswered().passes(0).isAnswered().is(State.LOST);

        assertThat(scene.isGateOpen()).isFalse();
    }

    @Test
    void myRecordInAnotherObjectIsNotMyLease() {
        scene.leads().passes(RETRY);
        LeaseRecord mine = scene.lease.now().record();
        scene.lease.isDeleted();
        scene.lease.says(mine);

        scene.hears().is(State.LEADING).does("SILENCE in 17000 ms", "read");
        scene.isAnswered().is(State.LOST).does("no NEXT", "no DEADLINE", "revoke LEASE_CHANGED", "DRAIN in 20000 ms");
    }

    @Test
    void aRenewalAwaitsTheReadThatJudgesNews() {
        scene.leads().passes(RENEWAL.minusMillis(1));
        LeaseRecord mine = scene.lease.now().record();
        scene.lease.isDeleted();
        scene.lease.says(mine);
        scene.hears().does("SILENCE in 17000 ms", "read");

        scene.passes(1).asksNothing();
        scene.isAnswered().is(State.LOST);
    }

    @Test
    void aMissingLeaseEndsTheTerm() {
        scene.leads().passes(RENEWAL);
        scene.lease.isDeleted();
        scene.isAnswered().passes(0).does("read");

        scene.isAnswered().is(State.LOST).does("no DEADLINE", "revoke LEASE_DELETED", "DRAIN in 20000 ms", "no leader");
    }

    @Test
    void newsOfAForeignHolderShutsTheGateAtOnce() {
        scene.leads().hears().is(State.LEADING).does("SILENCE in 17000 ms");
        scene.passes(1_000);
        scene.lease.says(Records.foreign("thief", 1));

        scene.hears()
                .is(State.LOST)
                .does(
                        "SILENCE in 17000 ms",
                        "no NEXT",
                        "no DEADLINE",
                        "revoke FOREIGN_HOLDER",
                        "DRAIN in 20000 ms",
                        "leader thief");
    }

    @Test
    void newsOfABlankedLeaseShutsTheGateAtOnce() {
        scene.leads();
        scene.lease.says(Records.blankedBy(scene.lease.now().record()));

        scene.hears().is(State.LOST);
        scene.passes(RETRY).workEnds().isAnswered();
        // Whoever blanked it said nothing about others: the wait is a full one, for this process too.
        assertThat(scene.untilRings(TimerKind.NEXT)).isEqualTo(LEASE.minus(RETRY));
    }

    @Test
    void oldNewsOfThePredecessorEndsNoTerm() {
        scene.follows("b");
        StoredLease old = scene.lease.now();
        scene.lease.says(Records.releasedBy("b"));
        scene.hears().isAnswered().is(State.LEADING);

        scene.hears(old).is(State.LEADING);
    }

    @Test
    void newsOfMyOwnRenewalWhileItsAnswerIsAwaitedChangesNothing() {
        scene.leads().passes(RENEWAL).isAppliedUnheard();

        scene.hears().is(State.LEADING).does("SILENCE in 17000 ms");
        scene.isAnswered(new Answer.Written(scene.lease.now())).does("DEADLINE in 9000 ms", "NEXT in 3000 ms");
    }

    @Test
    void newsOfARenewalGivenUpForLostExtendsTheTermFromItsOwnSendTime() {
        scene.leads().passes(RENEWAL);
        LeaseRecord first = scene.written();
        scene.passes(ATTEMPT).passes(75).isAnswered().does("write #3 term 1 token 2 over v2");
        scene.lease.says(first);

        scene.hears().is(State.LEADING).does("SILENCE in 17000 ms", "DEADLINE in 6675 ms", "NEXT in 675 ms");
        scene.isAnswered().is(State.LEADING).does("NEXT in 0 ms");
    }

    @Test
    void aReadAfterNewsOfALostRenewalRenewsNothingBeforeItsTime() {
        scene.leads().passes(RENEWAL).isAppliedUnheard();
        scene.passes(ATTEMPT).passes(75).does("read");
        scene.hears();

        scene.isAnswered().is(State.LEADING).doesNothing();
        scene.passes(675).does("write #3 term 1 token 2 over v3");
    }

    @Test
    void aReadThatWasToJudgeNewsRenewsNothingBeforeItsTime() {
        scene.leads().passes(RETRY);
        scene.hears(new PaperLease.State(Records.foreign("thief", 1), new Version("another-object", "9")));
        scene.isRefused().does("NEXT in 75 ms").passes(75).does("read");

        scene.isAnswered().is(State.LEADING).does("NEXT in 925 ms");
        scene.passes(925).does("write #2 term 1 token 2 over v2");
    }

    @Test
    void newsOfTheDeletionShutsTheGateAtOnce() {
        scene.leads()
                .hearsOfDeletion(new Version("another-object", "7"))
                .is(State.LEADING)
                .doesNothing();

        scene.hearsOfDeletion(scene.lease.isDeleted())
                .is(State.LOST)
                .does("no NEXT", "no DEADLINE", "revoke LEASE_DELETED", "DRAIN in 20000 ms", "no leader");
    }

    @Test
    void theTermEndsAtTheDeadline() {
        scene.leads().passes(RENEWAL).isAnswered().rings(TimerKind.DEADLINE);
        scene.is(State.LEADING).does("DEADLINE in 9000 ms");

        scene.passes(8_999).is(State.LEADING);
        scene.passes(1).is(State.LOST).does("cancel", "revoke DEADLINE", "DRAIN in 20000 ms");
    }

    @Test
    void aLeaderThatSleptPastTheDeadlineLoses() {
        scene.leads();
        scene.clock.sleeps(DEADLINE);
        assertThat(scene.isGateOpen()).isFalse();

        scene.passes(RENEWAL).is(State.LOST).does("no DEADLINE", "revoke DEADLINE", "DRAIN in 20000 ms");
    }

    @Test
    void resignDrainsThenReleases() {
        scene.leads().resigns(Duration.ofSeconds(4));
        scene.is(State.DRAINING).does("revoke RESIGNED", "DRAIN in 20000 ms");
        assertThat(scene.isGateOpen()).isFalse();

        scene.passes(RETRY).workEnds();
        scene.is(State.RELEASING).does("no DRAIN", "no NEXT", "release #2 token 2 over v2");
        scene.isAnswered().is(State.STANDBY).does("no leader", "no DEADLINE", "let expire", "read");
        scene.isAnswered().is(State.STANDBY).does("NEXT in 4000 ms");
        scene.passes(4_000).does("read");
        scene.isAnswered().is(State.TAKING).does("write #3 term 2 token 4 over v3");
    }

    @Test
    void stopDrainsThenReleasesThenStops() {
        scene.leads().stops().is(State.DRAINING).does("revoke STOPPED", "DRAIN in 20000 ms");
        scene.workEnds().is(State.RELEASING).does("no DRAIN", "no NEXT", "release #2 token 2 over v2");
        scene.isAnswered()
                .is(State.STOPPED)
                .does("no leader", "no DEADLINE", "no SILENCE", "unwatch", "let expire", "stopped");
    }

    @Test
    void writesTheRecordsThatAreDocumented() {
        scene.leads();
        LeaseRecord held = scene.lease.now().record();
        assertThat(held)
                .isEqualTo(new LeaseRecord(
                        "me",
                        15,
                        ManualClock.NOON,
                        ManualClock.NOON,
                        1,
                        "v1;incarnation=incarnation-1;attempt=1;process=p-me;token=2;released=false"
                                + ";renewed=2026-01-02T12%3A00%3A00Z;holder=me"));

        scene.passes(RENEWAL).isAnswered().stops().workEnds().isAnswered();
        assertThat(scene.lease.now().record())
                .isEqualTo(new LeaseRecord(
                        null,
                        1,
                        ManualClock.NOON,
                        ManualClock.NOON.plusSeconds(3),
                        1,
                        "v1;incarnation=incarnation-1;attempt=3;process=p-me;token=2;released=true"
                                + ";renewed=2026-01-02T12%3A00%3A03Z"));
    }

    @Test
    void goesOnlyWhereTheTableLeads() {
        scene.leads().rings(TimerKind.NEXT);
        assertThatIllegalStateException()
                .isThrownBy(() -> scene.elector.context.state().become(State.STANDBY))
                .withMessageContaining("not to STANDBY");
        scene.is(State.LEADING);
    }
}
