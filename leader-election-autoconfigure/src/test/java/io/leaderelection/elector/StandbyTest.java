package io.leaderelection.elector;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.gate.ManualClock;
import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An elector without the lease: when it takes it, and when it waits. */
final class StandbyTest extends ElectorTest {

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

        setUp();
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
}
