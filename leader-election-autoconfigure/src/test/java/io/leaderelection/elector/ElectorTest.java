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
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The rows of {@link ElectionTable}, each as a short story. The method names stand in the table. */
class ElectorTest {

    private static final Duration RENEWAL = Duration.ofSeconds(3);
    private static final Duration ATTEMPT = Duration.ofMillis(2250);
    private static final Duration DEADLINE = Duration.ofSeconds(9);
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration DRAIN = Duration.ofSeconds(20);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration NO_PAUSE = Duration.ZERO;

    @RegisterExtension
    static final PlayedRows PLAYED = new PlayedRows();

    private Scene scene;

    @BeforeEach
    void curtain() {
        scene = new Scene(Scene.SETTINGS, PLAYED::add);
    }

    private Scene sceneOf(ElectionSettings settings) {
        scene = new Scene(settings, PLAYED::add);
        return scene;
    }

    // STOPPED

    @Test
    void startsWithAReadAndAWatch() {
        scene.is(State.STOPPED).starts().is(State.STANDBY).does("watch", "read");
    }

    @Test
    void eachStartIsANewIncarnation() {
        scene.leads();
        String first = scene.elector.incarnation();
        scene.stops().workEnds().isAnswered().is(State.STOPPED).starts();

        assertThat(scene.elector.incarnation()).isNotEqualTo(first);
    }

    @Test
    void stoppedWithOverdueWorkDoesNotCampaignAgainBeforeItHasEnded() {
        scene.leads().stops().is(State.DRAINING);
        while (scene.elector.state() == State.DRAINING) {
            scene.passes(RENEWAL);
            if (scene.asked() != null) {
                scene.isAnswered();
            }
        }
        scene.is(State.STOPPED);

        scene.starts().is(State.LOST).does("watch", "read");
        scene.isAnswered().is(State.LOST).doesNothing();
        scene.passes(LEASE.multipliedBy(2)).asksNothing();
        scene.workEnds().is(State.STANDBY).does("let expire", "read");

        scene.stops().is(State.STOPPED);
        scene.workEnds().is(State.STOPPED).does("let expire");
    }

    @Test
    void overdueWorkThatEndsAfterTheStopIsNoHindrance() {
        scene.leads().loses();
        scene.passes(DRAIN).stops().is(State.STOPPED);
        scene.workEnds().starts().is(State.STANDBY);
    }

    @Test
    void thePauseOfAResignationEndsWithTheLifeInWhichItWasAskedFor() {
        scene.leads().resigns(Duration.ofHours(10)).stops().workEnds().isAnswered();
        scene.is(State.STOPPED).passes(RETRY).starts().isAnswered().isAnswered().is(State.LEADING);

        scene.loses().passes(RETRY).workEnds().isAnswered();
        scene.is(State.TAKING);
    }

    /** Whoever gives the elector a new field decides here whether it belongs to one life or to the process. */
    @Test
    void nothingOfOneLifeReachesTheNextButWhatIsMeantTo() {
        Scene other = new Scene();
        other.starts();
        scene.leads()
                .hearsOfDeathOf("p-other")
                .passes(RENEWAL)
                .isAppliedUnheard()
                .isRefused();
        scene.resigns(Duration.ofHours(10)).stops().workEnds();
        scene.passes(DEADLINE).is(State.STOPPED).starts();

        assertThat(scene.elector)
                .usingRecursiveComparison()
                .ignoringFieldsMatchingRegexes(".*term.(term|held|highestToken)", ".*observer.seen") // of the lease
                .ignoringFieldsMatchingRegexes(
                        ".*incarnation", ".*requests.(asked|requests)", "commands") // numbered on
                .ignoringFieldsMatchingRegexes(".*limiter") // counts on
                .ignoringFieldsMatchingRegexes(".*(now|dueAt|clock|random|output)", "standby", "leading", "releasing")
                .isEqualTo(other.elector);
    }

    // STANDBY

    @Test
    void waitsTheFullRecordedDurationThenTakesOver() {
        scene.lease.says(Records.sealed("b", 1, 30, 5));
        scene.starts().watchWorks();
        scene.isAnswered().does("leader b", "SILENCE in 17000 ms", "NEXT in 30000 ms");

        scene.passes(29_999).is(State.STANDBY).does("watch", "SILENCE in 17000 ms");
        scene.passes(1).does("read");
        scene.isAnswered().is(State.TAKING).does("SILENCE in 17000 ms", "write #1 term 8 token 6 over v1");
        scene.isAnswered().is(State.LEADING);
    }

    @Test
    void waitsForItsOwnDurationWhereTheRecordedOneIsShorter() {
        scene.lease.says(Records.sealed("b", 1, 3, 5));
        scene.starts().watchWorks().isAnswered();

        assertThat(scene.untilRings(TimerKind.NEXT)).isEqualTo(LEASE);
    }

    @Test
    void waitsNoLongerThanTheLimitForAStrangersDuration() {
        scene.lease.says(Records.sealed("b", 1, Integer.MAX_VALUE, 5));
        scene.starts().watchWorks().isAnswered();

        assertThat(scene.untilRings(TimerKind.NEXT)).isEqualTo(ElectionSettings.DEFAULT_LONGEST_WAIT);
    }

    @Test
    void anOldRenewTimeShortensNoWait() {
        LeaseRecord stale = new LeaseRecord("b", 15, Instant.EPOCH, Instant.EPOCH, 7, null);
        scene.lease.says(stale);
        scene.starts().watchWorks().isAnswered();

        assertThat(scene.untilRings(TimerKind.NEXT)).isEqualTo(LEASE);
    }

    @Test
    void eachRenewalOfTheHolderRestartsTheWait() {
        scene.follows("b").passes(14_000);
        scene.lease.says(Records.sealed("b", 2));
        scene.hears();

        assertThat(scene.untilRings(TimerKind.NEXT)).isEqualTo(LEASE);
    }

    @Test
    void aLabelEditedEachSecondPostponesNoTakeover() {
        scene.follows("b");
        for (int second = 1; second <= 14; second++) {
            scene.passes(1_000);
            scene.lease.isRelabelled();
            scene.hears();
        }
        scene.passes(999).doesNothing();
        scene.passes(1).does("read");
        scene.isAnswered().is(State.TAKING);
    }

    @Test
    void aBlankedLeaseOfAHolderOfOurKindIsWaitedOut() {
        scene.follows("b").passes(3_000);
        scene.lease.says(LeaseRecord.VACANT);
        scene.hears().does("no leader", "NEXT in 15000 ms");
    }

    @Test
    void aLeaseThatAForeignElectorGaveUpIsTakenAtOnce() {
        LeaseRecord held = Records.foreign("b", 1);
        scene.lease.says(held);
        scene.starts().watchWorks().isAnswered().passes(1_000);

        scene.lease.says(Records.blankedBy(held));
        scene.hears().is(State.TAKING).does("no leader", "no NEXT", "write #1 term 8 token 3 over v2");
    }

    @Test
    void aBlankLeaseWithAHistoryThatNobodySawIsWaitedOut() {
        scene.lease.says(Records.blankedBy(Records.foreign("b", 1)));
        scene.starts().watchWorks().isAnswered().does("NEXT in 15000 ms");
    }

    @Test
    void anExpiredForeignHolderBlanksOursTooLateToCount() {
        // A foreign elector took over from one of our kind that may still work, and gave the lease up right away.
        scene.follows("b").passes(1_000);
        LeaseRecord stolen = Records.foreign("c", 5);
        scene.lease.says(stolen);
        scene.hears().passes(1_000);
        scene.lease.says(Records.blankedBy(stolen));

        scene.hears().is(State.STANDBY).does("no leader", "NEXT in 15000 ms");
    }

    @Test
    void createsAMissingLeaseUnheldAndThenTakesIt() {
        scene.starts().watchWorks();
        scene.isAnswered().is(State.STANDBY).does("create");
        scene.isAnswered().is(State.TAKING).does("write #1 term 1 token 2 over v1");
        scene.isAnswered().is(State.LEADING);

        curtain();
        scene.starts()
                .isRefused()
                .passes(75)
                .isRefused()
                .passes(150)
                .isAnswered()
                .does("create");
        scene.isAnswered().is(State.STANDBY).does("NEXT in 1775 ms");
        scene.passes(1_775).does("read").isAnswered().is(State.TAKING);
    }

    @Test
    void anObserverTakesNotEvenALeaseThatItFoundFree() {
        sceneOf(observing()).lease.says(LeaseRecord.VACANT);
        scene.starts().watchWorks().isAnswered().is(State.STANDBY).doesNothing();
    }

    @Test
    void losesTheRaceToCreateAndLooksAgain() {
        scene.starts().watchWorks().isAnswered();
        scene.lease.says(Records.sealed("b", 1));

        scene.isAnswered().is(State.STANDBY).does("NEXT in 75 ms");
        scene.passes(75).does("read");
    }

    @Test
    void aPauseOutlastsADeletion() {
        scene.leads()
                .passes(RETRY)
                .resigns(Duration.ofSeconds(60))
                .workEnds()
                .isAnswered()
                .isAnswered();
        scene.passes(1_000);

        // Nobody held it, so it could be created at once; but the pause is a promise to the others.
        scene.hearsOfDeletion(scene.lease.isDeleted()).is(State.STANDBY);
        scene.passes(58_000).is(State.STANDBY).asksNothing();
    }

    @Test
    void looksAgainAfterFailureWithGrowingPauses() {
        scene.starts();
        for (int pause : List.of(75, 150)) {
            scene.isRefused().is(State.STANDBY).does("let expire", "NEXT in " + pause + " ms");
            scene.passes(pause).does("read");
        }
        // The watch and three reads: another, with the write that may follow, has its turn after a retry period.
        scene.isRefused()
                .does("let expire", "NEXT in 300 ms")
                .passes(300)
                .does("NEXT in 1475 ms")
                .passes(1_475)
                .does("read");
        for (int pause : List.of(600, 1200, 1500, 1500)) {
            scene.isRefused().is(State.STANDBY).does("let expire", "NEXT in " + pause + " ms");
            scene.passes(pause).does("read");
        }
        scene.isAnswered().does("create").isRefused().does("let expire", "NEXT in 75 ms");
    }

    @Test
    void takesAReleasedLeaseAtTheWatchEvent() {
        scene.follows("b");
        scene.lease.says(Records.sealed("b", 2));
        scene.hears().is(State.STANDBY);
        scene.lease.says(Records.releasedBy("b"));

        scene.hears().is(State.TAKING).does("no leader", "no NEXT", "write #1 term 8 token 6 over v3");
        scene.isAppliedUnheard().passes(ATTEMPT).is(State.STANDBY);
        // News that the write was applied is as good as a read.
        scene.hears().is(State.LEADING);
    }

    @Test
    void oldNewsDoesNotRestartTheWait() {
        StoredLease old = scene.lease.says(Records.sealed("b", 1));
        scene.lease.says(Records.sealed("b", 2));
        scene.starts().watchWorks().isAnswered().passes(5_000);

        scene.hears(old).doesNothing();
        assertThat(scene.untilRings(TimerKind.NEXT)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void newsOfAnotherObjectIsCheckedByARead() {
        scene.follows("b");
        scene.lease.isDeleted();
        scene.lease.says(Records.sealed("c", 1));

        scene.hears().is(State.STANDBY).does("read");
        scene.isAnswered().does("leader c", "SILENCE in 17000 ms", "NEXT in 15000 ms");
    }

    @Test
    void waitsBeforeRecreatingADeletedLease() {
        scene.follows("b").passes(7_000);

        scene.hearsOfDeletion(scene.lease.isDeleted()).is(State.STANDBY).does("no leader", "NEXT in 15000 ms");
        scene.passes(14_999).asksNothing();
        scene.passes(1).does("read");
        scene.isAnswered().does("create");
        scene.isAnswered().is(State.TAKING).does("write #1 term 1 token 4 over v3");
    }

    @Test
    void waitsForAHolderWhoseEndItHasNotSeen() {
        scene.follows("b").passes(7_000);
        scene.lease.says(LeaseRecord.VACANT);
        scene.hears().passes(1_000);
        // Whoever took it knew nothing of b, and its release is not the end of b.
        scene.lease.says(Records.sealed("c", 1));
        scene.hears();
        scene.lease.says(Records.releasedBy("c"));

        scene.hears().is(State.STANDBY).does("no leader", "NEXT in 14000 ms");
        scene.hearsOfDeathOf("p-b").is(State.TAKING);
    }

    @Test
    void waitsForWhoeverHeldALeaseOfWhichItHearsOnlyTheEnd() {
        Version ended = scene.lease.says(Records.sealed("b", 1)).version();
        scene.lease.isDeleted();
        scene.lacksThreads().starts().watchWorks().isAnswered();

        scene.hasThreads().hearsOfDeletion(ended).is(State.STANDBY).does("NEXT in 15000 ms");
    }

    @Test
    void waitsForWhoeverMayHaveBeatenAWriteOfUnknownOutcome() {
        scene.starts().watchWorks().isAnswered().isAnswered().is(State.TAKING);

        scene.lease.isDeleted();
        scene.isRefused().is(State.STANDBY).passes(RETRY);
        scene.isAnswered().is(State.STANDBY).does("NEXT in 15000 ms");
    }

    @Test
    void aHolderHeardOfWhileTheLeaseIsBeingCreatedIsWaitedFor() {
        scene.starts().watchWorks().isAnswered().does("create");
        Version ended = scene.lease.says(Records.sealed("b", 1)).version();
        scene.hears();
        scene.lease.isDeleted();
        scene.hearsOfDeletion(ended);

        scene.hears(scene.lease.says(LeaseRecord.VACANT));
        scene.isAnswered(new Answer.Written(scene.lease.now())).is(State.STANDBY);
    }

    @Test
    void takesOverFromAProcessProvenDead() {
        scene.follows("b");

        scene.hearsOfDeathOf("p-another").is(State.STANDBY).does("NEXT in 15000 ms");
        scene.hearsOfDeathOf("p-b").is(State.TAKING).does("no NEXT", "write #1 term 8 token 6 over v1");
    }

    @Test
    void aProofOfDeathBeforeTheFirstLookDecidesNothing() {
        scene.starts().hearsOfDeathOf("p-b").is(State.STANDBY).doesNothing();
    }

    @Test
    void waitsAfterAnObituaryForWritesInFlight() {
        sceneOf(withProofOfDeathDelay(Duration.ofMillis(700))).follows("b");

        scene.hearsOfDeathOf("p-b").is(State.STANDBY).does("NEXT in 700 ms");
    }

    @Test
    void aProofOfDeathCountsOnlyForAValidSeal() {
        LeaseRecord sealed = Records.sealed("b", 1);
        // A foreign elector took over and kept our annotation.
        scene.lease.says(new LeaseRecord("c", 15, sealed.acquireTime(), ManualClock.NOON, 8, sealed.seal()));
        scene.starts().watchWorks().isAnswered();

        scene.hearsOfDeathOf("p-b").is(State.STANDBY);
    }

    @Test
    void stopInStandbyGivesBackALeaseTakenUnknowingly() {
        scene.follows("b");
        scene.lease.says(Records.releasedBy("b"));
        scene.hears().isAppliedUnheard().passes(ATTEMPT).is(State.STANDBY);

        scene.stops().is(State.RELEASING).does("no NEXT", "DEADLINE in 6750 ms", "read");
        scene.isAnswered().is(State.RELEASING).does("release #2 token 6 over v3");
        scene.isAnswered().is(State.STOPPED).does("no DEADLINE", "no SILENCE", "unwatch", "let expire", "stopped");
    }

    @Test
    void resignInStandbyGivesBackALeaseTakenUnknowingly() {
        scene.follows("b");
        scene.lease.says(Records.releasedBy("b"));
        scene.hears().isAppliedUnheard().passes(ATTEMPT).is(State.STANDBY);

        scene.resigns(Duration.ofSeconds(4)).is(State.RELEASING).does("no NEXT", "DEADLINE in 6750 ms", "read");
        scene.isAnswered().is(State.RELEASING).does("release #2 token 6 over v3");
        scene.isAnswered().is(State.STANDBY).does("no DEADLINE", "let expire", "read");
        scene.isAnswered().is(State.STANDBY).does("NEXT in 4000 ms");
    }

    @Test
    void resignInStandbyChangesNothingWhereNothingIsUnresolved() {
        scene.follows("b").resigns(Duration.ofSeconds(4)).is(State.STANDBY).doesNothing();
    }

    @Test
    void stopInStandbyStopsAtOnceWhereNothingIsUnresolved() {
        scene.follows("b").stops().is(State.STOPPED).does("no NEXT", "no SILENCE", "unwatch", "let expire", "stopped");
    }

    @Test
    void stopInStandbyStopsAtOnceWhereTheTimeOfWhatIsUnresolvedIsOver() {
        scene.follows("b");
        scene.lease.says(Records.releasedBy("b"));
        scene.hears().isAppliedUnheard().isRefusedFor(DEADLINE).is(State.STANDBY);

        scene.stops().is(State.STOPPED).asksNothing();
    }

    // TAKING

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
    void newsFromBeforeADeletionBringsNoLeaseBack() {
        scene.follows("b");
        StoredLease renewed = scene.lease.says(Records.sealed("b", 2));
        scene.hearsOfDeletion(scene.lease.isDeleted()).is(State.STANDBY);

        scene.passes(1_000).hears(renewed).doesNothing();
        assertThat(scene.untilRings(TimerKind.NEXT)).as("since the deletion").isEqualTo(LEASE.minusSeconds(1));
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

        curtain();
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

    // LEADING

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

    // DRAINING

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

        curtain();
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

        curtain();
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

    // RELEASING

    @Test
    void aRenewalUnderWayIsAwaitedBeforeTheRelease() {
        scene.leads().resigns(NO_PAUSE).passes(RENEWAL).does("write #2 term 1 token 2 over v2");
        scene.workEnds().is(State.RELEASING).does("no DRAIN");

        scene.isAnswered().is(State.RELEASING).does("release #3 token 2 over v3");
        scene.isAnswered().is(State.STANDBY).does("no leader", "no DEADLINE", "let expire", "read");

        curtain();
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

        curtain();
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

        curtain();
        scene.leads().passes(RETRY).stops().workEnds().isRefused();
        scene.lease.isDeleted();
        scene.passes(75).isAnswered().is(State.STOPPED);
    }

    @Test
    void aReleaseEndsWithItsTerm() {
        scene.leads().resigns(NO_PAUSE).workEnds();
        scene.isRefusedFor(DEADLINE).is(State.STANDBY);
        assertThat(scene.lease.now().record().holderIdentity()).isEqualTo("me");

        curtain();
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

    // LOST

    @Test
    void learnsWhoLeadsWhileItsLostWorkEnds() {
        scene.leads().loses();
        scene.lease.says(Records.sealed("b", 1));
        scene.hears().is(State.LOST).does("leader b", "SILENCE in 17000 ms");

        scene.passes(5_000).workEnds().isAnswered().is(State.STANDBY);
        assertThat(scene.untilRings(TimerKind.NEXT)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void learnsOfADeletionWhileItsLostWorkEnds() {
        scene.leads().loses();
        scene.lease.says(Records.sealed("b", 1));
        scene.hears().hearsOfDeletion(scene.lease.isDeleted()).is(State.LOST).does("no leader");

        scene.passes(5_000).workEnds().isAnswered().is(State.STANDBY);
        assertThat(scene.untilRings(TimerKind.NEXT)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aProofOfDeathWhileLostIsRemembered() {
        scene.leads().loses();
        scene.lease.says(Records.sealed("b", 1));
        scene.hears().hearsOfDeathOf("p-b").is(State.LOST).doesNothing();

        scene.passes(RETRY).workEnds().isAnswered().is(State.TAKING);
    }

    @Test
    void campaignsAgainOnlyWhenTheLostTermsWorkHasEnded() {
        scene.leads().loses();
        scene.passes(DRAIN.minusSeconds(1)).is(State.LOST).asksNothing();

        scene.workEnds().is(State.STANDBY).does("no DRAIN", "let expire", "read");
        // Its own record, unchanged, and nobody works: a new term with a new token needs no wait.
        scene.isAnswered().is(State.TAKING);
        scene.isAnswered().is(State.LEADING);
        assertThat(scene.elector.context.term().term().token()).isGreaterThan(2);
        assertThat(scene.elector.context.term().term().number()).isEqualTo(2);
    }

    @Test
    void aRenewalFoundAppliedAfterTheTermWasLostBeginsNoTerm() {
        scene.leads().passes(RENEWAL).isAppliedUnheard();
        scene.isRefusedFor(DEADLINE).is(State.LOST);
        scene.workEnds().does("no DRAIN", "let expire", "read");

        // The renewal's own send time + deadline is still to come; but the token would be the lost term's.
        scene.isAnswered().is(State.TAKING);
        scene.isAnswered().is(State.LEADING);
        assertThat(scene.elector.context.term().term().token()).isGreaterThan(2);
    }

    @Test
    void workThatOutlivesALostTermKeepsTheProcessOut() {
        scene.leads().loses();

        scene.passes(DRAIN.minusMillis(1)).passes(1).is(State.LOST).does("overdue");
        scene.passes(LEASE.multipliedBy(4)).is(State.LOST).asksNothing();
        scene.workEnds().is(State.STANDBY).does("let expire", "read");

        curtain();
        scene.leads().loses();
        scene.stops().passes(DRAIN).is(State.STOPPED);
    }

    @Test
    void stopAfterALossAwaitsTheWork() {
        scene.leads().loses();
        scene.stops().is(State.LOST).doesNothing();
        scene.workEnds().is(State.STOPPED).does("no DRAIN", "no SILENCE", "unwatch", "let expire", "stopped");

        curtain();
        scene.leads().loses();
        scene.passes(DRAIN).stops().is(State.STOPPED);
    }

    // The watch

    @Test
    void pollsOnlyWhileTheWatchIsDown() {
        scene.lease.says(Records.sealed("b", 1));
        scene.starts().isAnswered().does("leader b", "NEXT in 2000 ms");
        scene.passes(2_000).does("read");
        scene.isAnswered().does("NEXT in 2000 ms");
        scene.watchWorks().does("SILENCE in 17000 ms");
        scene.passes(2_000).does("read");
        scene.isAnswered().does("SILENCE in 17000 ms", "NEXT in 11000 ms");
        scene.watchFails().does("no SILENCE", "NEXT in 2000 ms");

        everyStateButStandby(scene -> {
            State state = scene.elector.state();
            scene.watchFails().is(state);
            scene.watchWorks().is(state);
        });
    }

    @Test
    void aWatchThatFailsAgainAndAgainPostponesNoPoll() {
        scene.lease.says(Records.sealed("b", 1));
        scene.starts().isAnswered().does("leader b", "NEXT in 2000 ms");
        for (int i = 0; i < 3; i++) {
            scene.passes(500);
            scene.watchFails().doesNothing();
        }
        scene.passes(500).does("read");
    }

    @Test
    void aWatchThatFailsWhenTheWaitIsOverFindsTheLeaseFree() {
        scene.follows("b");
        scene.clock.passes(LEASE);

        scene.watchFails().is(State.TAKING);
    }

    @Test
    void reopensASilentWatch() {
        scene.follows("b");
        renews("b", 2, 1_000);
        renews("b", 3, 3_000);
        // The holder renews each 3 s: twice that and a polling period is too long a silence.
        assertThat(scene.untilRings(TimerKind.SILENCE)).isEqualTo(Duration.ofSeconds(8));
        scene.passes(8_000).does("watch", "SILENCE in 8000 ms");

        everyStateButStandby(scene -> {
            State state = scene.elector.state();
            scene.rings(TimerKind.SILENCE).is(state);
        });
    }

    @Test
    void suspectsNoWatchOfSilenceForHavingLookedShortlyBeforeARenewal() {
        scene.follows("b");
        renews("b", 2, 200);

        // Time enough for the next renewal: the holder makes one each 3 s.
        assertThat(scene.untilRings(TimerKind.SILENCE)).isEqualTo(Duration.ofSeconds(17));
        renews("b", 3, 3_000);
        assertThat(scene.untilRings(TimerKind.SILENCE)).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void learnsFromAHandOverThatItHeardHowOftenTheNextHolderRenews() {
        scene.follows("b");
        renews("c", 1, 200);
        renews("c", 2, 3_000);

        assertThat(scene.untilRings(TimerKind.SILENCE)).isEqualTo(Duration.ofSeconds(8));
    }

    /** The watch tells, after so long, that this holder has written. */
    // Rehearsals

    private static final Duration QUARTER = Duration.ofMinutes(15);

    @Test
    void rehearsesItsTakeoverAsSoonAsItWaitsAndEachQuarterOfAnHour() {
        rehearsing().lease.says(Records.sealed("b", 1));
        scene.starts()
                .watchWorks()
                .isAnswered()
                .does("leader b", "SILENCE in 17000 ms", "REHEARSAL in 0 ms", "NEXT in 15000 ms");
        scene.passes(0).does("rehearse over v1", "REHEARSAL in 2250 ms");
        scene.isAnswered().does("REHEARSAL in 900000 ms");

        isLedFor(QUARTER.minus(RENEWAL));
        assertThat(scene.asked()).isNull();
        isLedFor(RENEWAL);
        assertThat(scene.asked()).isInstanceOf(ElectorCommand.Rehearse.class);
    }

    @Test
    void aRehearsalTellsNothingOfTheLease() {
        rehearsing().follows("b").passes(0);
        ObservedLease seen = scene.elector.seen();
        StoredLease other = new PaperLease().says(Records.sealed("me", 7));
        scene.isAnswered(new Answer.Written(other))
                .does("REHEARSAL in 900000 ms")
                .is(State.STANDBY);

        assertThat(scene.elector.seen()).isSameAs(seen);
        scene.passes(LEASE).does("read");
    }

    @Test
    void aRehearsalThatLosesARaceHasShownWhatItShould() {
        rehearsing().follows("b").passes(0);
        scene.isAnswered(new Answer.Conflict()).does("REHEARSAL in 900000 ms");
    }

    @Test
    void aRehearsalThatFailsIsTriedAgainAMinuteLater() {
        rehearsing().follows("b").passes(0);
        scene.isRefused().does("REHEARSAL in 60000 ms");
        isLedFor(Duration.ofMinutes(1));
        assertThat(scene.asked()).isInstanceOf(ElectorCommand.Rehearse.class);
    }

    @Test
    void aRehearsalWithoutAnswerIsCalledOffAndTriedAgainAMinuteLater() {
        rehearsing().follows("b").passes(0);
        scene.passes(ATTEMPT).does("cancel", "REHEARSAL in 57750 ms");
    }

    @Test
    void aTakeoverWaitsForNoRehearsal() {
        rehearsing().follows("b").passes(0);
        scene.hearsOfDeathOf("p-b")
                .does("no NEXT", "cancel", "write #1 term 8 token 6 over v1")
                .is(State.TAKING);
        scene.passes(ATTEMPT.minusMillis(1)).asksNothing();
        scene.isAnswered().is(State.LEADING);
    }

    @Test
    void aReadWaitsForNoRehearsal() {
        rehearsing().lease.says(Records.sealed("b", 1));
        scene.starts().isAnswered().passes(0).does("rehearse over v1", "REHEARSAL in 2250 ms");
        scene.passes(RETRY).does("cancel", "read");
        // As long as reads go on, each would call it off: it is tried once a minute.
        scene.isAnswered().passes(RETRY).does("REHEARSAL in 57750 ms", "read");
    }

    @Test
    void aRehearsalLeavesRoomForAReadAndAWrite() {
        rehearsing().lease.says(Records.sealed("b", 1));
        scene.starts().rings(TimerKind.SILENCE).isAnswered().passes(0);
        // The watch was opened twice, and there was a read.
        assertThat(scene.untilRings(TimerKind.REHEARSAL)).isEqualTo(RETRY);
    }

    @Test
    void nobodyButAStandbyRehearses() {
        rehearsing().leads().renewsFor(QUARTER.multipliedBy(2)).is(State.LEADING);
        scene.resigns(NO_PAUSE).renewsFor(QUARTER.dividedBy(60)).is(State.DRAINING);
    }

    @Test
    void anObserverHasNothingToRehearse() {
        scene = new Scene(observing(), true, PLAYED::add);
        scene.follows("b").passes(0).doesNothing();
        assertThat(scene.isArmed(TimerKind.REHEARSAL)).isFalse();
    }

    @Test
    void aStoreThatCannotRehearseIsNotAskedTo() {
        scene.follows("b");
        assertThat(scene.isArmed(TimerKind.REHEARSAL)).isFalse();
    }

    @Test
    void afterAFailureItRehearsesWithinAMinute() {
        rehearsing().follows("b").passes(0).isAnswered();
        scene.passes(LEASE).isRefused().does("no REHEARSAL", "let expire", "NEXT in 75 ms");
        scene.lease.says(Records.sealed("b", 2));
        scene.passes(75).isAnswered();

        assertThat(scene.untilRings(TimerKind.REHEARSAL)).isEqualTo(Duration.ofMillis(60_000 - 75));
    }

    private Scene rehearsing() {
        scene = new Scene(Scene.SETTINGS, true, PLAYED::add);
        return scene;
    }

    /** Time passes, and another renews. */
    private void isLedFor(Duration time) {
        for (int renewal = 1; renewal <= time.dividedBy(RENEWAL); renewal++) {
            renews("b", renewal, RENEWAL.toMillis());
        }
    }

    private void renews(String holder, int renewal, long millis) {
        scene.passes(millis);
        scene.lease.says(Records.sealed(holder, renewal));
        scene.hears();
    }

    private void everyStateButStandby(Consumer<Scene> story) {
        curtain();
        story.accept(scene.follows("b").hearsOfDeathOf("p-b").is(State.TAKING));
        curtain();
        story.accept(scene.leads());
        story.accept(scene.resigns(NO_PAUSE).is(State.DRAINING));
        story.accept(scene.workEnds().is(State.RELEASING));
        curtain();
        story.accept(scene.leads().loses());
    }

    private static ElectionSettings observing() {
        return settings(false, true, Duration.ZERO);
    }

    private static ElectionSettings withoutRelease() {
        return settings(true, false, Duration.ZERO);
    }

    private static ElectionSettings withProofOfDeathDelay(Duration delay) {
        return settings(true, true, delay);
    }

    private static ElectionSettings settings(boolean campaign, boolean releaseOnStop, Duration proofOfDeathDelay) {
        return new ElectionSettings(
                "test",
                "me",
                null,
                Scene.TIMINGS.withDrainTimeout(DRAIN),
                campaign,
                releaseOnStop,
                0,
                proofOfDeathDelay,
                ElectionSettings.DEFAULT_LONGEST_WAIT,
                RevisionGrace.NONE);
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
