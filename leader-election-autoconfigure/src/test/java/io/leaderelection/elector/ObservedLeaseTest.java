package io.leaderelection.elector;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.gate.ManualClock;
import io.leaderelection.lock.LeaseRecord;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a candidate makes of what it sees; times are plain numbers here, and the wait is 100. */
class ObservedLeaseTest {

    private static final long WAIT = 100;

    private final PaperLease lease = new PaperLease();

    private ObservedLease seen(LeaseRecord record) {
        return ObservedLease.none(0).seen(lease.says(record), 10);
    }

    private ObservedLease then(ObservedLease before, long now, LeaseRecord record) {
        return before.seen(lease.says(record), now);
    }

    private boolean isFree(ObservedLease observation, long now) {
        return observation.isFree(now, WAIT);
    }

    @Test
    void nothingSeenIsNothingKnown() {
        ObservedLease none = ObservedLease.none(7);

        assertThat(none.looked()).isFalse();
        assertThat(none.record()).isEqualTo(LeaseRecord.VACANT);
        assertThat(none.since()).isEqualTo(7);
    }

    @Test
    void theWaitBeginsWithTheFirstSight() {
        assertThat(seen(Records.sealed("b", 1)).since()).isEqualTo(10);
    }

    @Test
    void theSameRecordInAnotherRevisionIsNoChange() {
        ObservedLease first = seen(Records.sealed("b", 1));
        ObservedLease relabelled = first.seen(lease.isRelabelled(), 50);

        assertThat(relabelled.since()).isEqualTo(10);
        assertThat(relabelled.lease()).isEqualTo(lease.now());
    }

    @Test
    void aChangeOfTheSealAloneIsAChange() {
        LeaseRecord record = Records.sealed("b", 1);
        LeaseRecord resealed = new LeaseRecord(
                record.holderIdentity(),
                record.leaseDurationSeconds(),
                record.acquireTime(),
                record.renewTime(),
                record.leaseTransitions(),
                record.seal() + ";x=1");

        assertThat(then(seen(record), 50, resealed).since()).isEqualTo(50);
    }

    @Test
    void anotherObjectIsAChangeWhateverItSays() {
        ObservedLease first = seen(Records.sealed("b", 1));
        lease.isDeleted();

        assertThat(then(first, 50, Records.sealed("b", 1)).since()).isEqualTo(50);
    }

    @Test
    void itLearnsHowOftenTheHolderRenews() {
        ObservedLease renewed = then(seen(Records.sealed("b", 1)), 20, Records.sealed("b", 2));
        assertThat(renewed.interval()).as("from a first sight").isZero();
        assertThat(then(renewed, 50, Records.sealed("b", 3)).interval()).isEqualTo(30);

        ObservedLease handedOver = then(renewed, 90, Records.sealed("c", 1));
        assertThat(handedOver.interval()).isZero();
        assertThat(then(handedOver, 130, Records.sealed("c", 2)).interval()).isEqualTo(40);
    }

    @Test
    void aWaitBegunAnewSaysNothingOfHowOftenTheHolderRenews() {
        ObservedLease known =
                then(then(seen(Records.sealed("b", 1)), 20, Records.sealed("b", 2)), 50, Records.sealed("b", 3));

        ObservedLease renewed = then(known.takenUnseen(75), 80, Records.sealed("b", 4));
        assertThat(renewed.interval()).isEqualTo(30);
        assertThat(then(renewed, 120, Records.sealed("b", 5)).interval()).isEqualTo(40);
    }

    @Test
    void aLeaseThatWasNeverHeldIsFree() {
        assertThat(isFree(seen(LeaseRecord.VACANT), 10)).isTrue();
        assertThat(isFree(seen(new LeaseRecord("", 15, null, null, 0, null)), 10))
                .isTrue();
    }

    @Test
    void aReleasedLeaseIsFree() {
        assertThat(isFree(seen(Records.releasedBy("b")), 10)).isTrue();
        assertThat(isFree(then(seen(Records.sealed("b", 1)), 20, Records.releasedBy("b")), 20))
                .isTrue();
    }

    @Test
    void aReleaseThatWasEditedIsNone() {
        LeaseRecord released = Records.releasedBy("b");
        LeaseRecord edited = new LeaseRecord(
                null, 1, released.acquireTime(), ManualClock.NOON, released.leaseTransitions(), released.seal());

        assertThat(isFree(seen(edited), 10_000)).isFalse();
    }

    @Test
    void aHeldLeaseIsNotFree() {
        assertThat(isFree(seen(Records.sealed("b", 1)), 10_000)).isFalse();
        assertThat(isFree(seen(Records.foreign("b", 1)), 10_000)).isFalse();
    }

    @Test
    void aBlankWithATraceOfSomebodyIsNotFree() {
        assertThat(isFree(seen(new LeaseRecord(null, null, ManualClock.NOON, null, null, null)), 10_000))
                .isFalse();
        assertThat(isFree(seen(new LeaseRecord(null, null, null, ManualClock.NOON, null, null)), 10_000))
                .isFalse();
        assertThat(isFree(seen(new LeaseRecord(null, null, null, null, 1, null)), 10_000))
                .isFalse();
        assertThat(isFree(seen(new LeaseRecord(null, null, null, null, null, "v9;x=1")), 10_000))
                .isFalse();
    }

    @Test
    void aBlankAfterAHolderOfOurKindIsNotFree() {
        ObservedLease blanked = then(seen(Records.sealed("b", 1)), 20, LeaseRecord.VACANT);
        assertThat(isFree(blanked, 10_000)).isFalse();
        assertThat(blanked.waitedFor()).isEqualTo(Records.sealed("b", 1));

        ObservedLease blankedAgain = then(blanked, 30, new LeaseRecord("", 1, null, null, null, null));
        assertThat(isFree(blankedAgain, 10_000)).isFalse();
        assertThat(blankedAgain.waitedFor()).isEqualTo(Records.sealed("b", 1));
    }

    @Test
    void aForeignHolderSeenToGiveUpFreesTheLease() {
        LeaseRecord held = Records.foreign("b", 1);

        assertThat(isFree(then(seen(held), 20, Records.blankedBy(held)), 20)).isTrue();
        assertThat(isFree(then(seen(held), 20, Records.emptiedBy(held)), 20)).isTrue();
    }

    @Test
    void aReleaseOfAnotherTermOrObjectIsNotTheOneThatWasSeen() {
        LeaseRecord held = Records.foreign("b", 1);
        LeaseRecord blank = Records.blankedBy(held);
        LeaseRecord later = new LeaseRecord("", 1, blank.acquireTime(), blank.renewTime(), 8, blank.seal());
        assertThat(isFree(then(seen(held), 20, later), 10_000)).isFalse();

        ObservedLease first = seen(held);
        lease.isDeleted();
        assertThat(isFree(then(first, 20, blank), 10_000)).isFalse();
    }

    @Test
    void aNameRemovedByHandIsGivenUpByNobody() {
        // Whoever removed the name may have removed our seal before: then the holder is one of ours, and still acts.
        LeaseRecord held = Records.foreign("b", 1);
        LeaseRecord byHand = Records.blankedByHand(held);
        LeaseRecord halfway = new LeaseRecord(
                "", 1, byHand.renewTime(), byHand.renewTime(), byHand.leaseTransitions(), byHand.seal());

        assertThat(isFree(then(seen(held), 20, byHand), 10_000)).isFalse();
        assertThat(isFree(then(seen(held), 20, halfway), 10_000)).isFalse();
        LeaseRecord setBack = new LeaseRecord("", 1, Instant.MIN, Instant.MIN, held.leaseTransitions(), held.seal());
        assertThat(isFree(then(seen(held), 20, setBack), 10_000))
                .as("who gives up does so later")
                .isFalse();
        assertThat(isFree(then(seen(Records.sealed("b", 1)), 20, Records.blankedBy(Records.sealed("b", 1))), 10_000))
                .isFalse();
    }

    @Test
    void aForeignHolderGivesUpNothingOfOurs() {
        // It took over from one of our kind, which was seen alive at 10.
        LeaseRecord ours = Records.sealed("b", 1);
        LeaseRecord stolen = Records.keepingSealOf(ours, Records.foreign("c", 1));
        ObservedLease blank = then(then(seen(ours), 20, stolen), 30, Records.blankedBy(stolen));

        assertThat(isFree(blank, 30)).isFalse();
        assertThat(isFree(blank, 109)).isFalse();
        assertThat(isFree(blank, 110)).isTrue();
    }

    @Test
    void aStrangerThatDropsOurSealMayHaveDroppedTheSealOfAnother() {
        LeaseRecord stolen = Records.foreign("c", 1);
        ObservedLease blank = then(then(seen(Records.sealed("b", 1)), 20, stolen), 30, Records.blankedBy(stolen));

        assertThat(isFree(blank, 119)).isFalse();
        assertThat(isFree(blank, 120)).isTrue();
    }

    @Test
    void aForeignHolderGivesUpNothingThatOneOfOursTookUnseen() {
        LeaseRecord ours = Records.sealed("b", 1);
        ObservedLease stolen = then(seen(ours), 20, Records.keepingSealOf(ours, Records.foreign("c", 1)));
        LeaseRecord taken = Records.sealed("d", 1);

        assertThat(isFree(then(stolen, 200, Records.blankedBy(taken)), 10_000)).isFalse();
        assertThat(isFree(then(stolen, 200, LeaseRecord.VACANT), 10_000)).isFalse();
    }

    @Test
    void oneOfOurKindThatReleasedIsNotWaitedFor() {
        LeaseRecord taken = Records.keepingSealOf(Records.releasedBy("b"), Records.foreign("c", 1));
        ObservedLease released = then(seen(Records.sealed("b", 1)), 20, Records.releasedBy("b"));
        ObservedLease blank = then(then(released, 30, taken), 40, Records.blankedBy(taken));

        assertThat(isFree(blank, 40)).isTrue();
    }

    @Test
    void aMissingLeaseIsFreeOnlyIfNoHolderWasKnown() {
        assertThat(isFree(ObservedLease.none(0).missing(10), 10)).isTrue();

        ObservedLease deleted = seen(Records.sealed("b", 1)).missing(50);
        assertThat(isFree(deleted, 10_000)).isFalse();
        assertThat(deleted.since()).isEqualTo(50);
        assertThat(deleted.missing(80).since()).as("still missing").isEqualTo(50);
        assertThat(isFree(then(deleted, 90, LeaseRecord.VACANT), 10_000)).isFalse();
    }

    @Test
    void aMissingLeaseThatSomebodyOnceHeldIsNotFree() {
        // Since its release was seen, another may have taken it unseen.
        ObservedLease released = seen(Records.releasedBy("b"));

        assertThat(isFree(released.missing(50), 10_000)).isFalse();
        assertThat(isFree(released.startedAgain(50).missing(60), 10_000)).isFalse();
        assertThat(isFree(then(released, 50, LeaseRecord.VACANT), 10_000))
                .as("wiped clean")
                .isFalse();
    }

    @Test
    void aMissingLeaseThatWasLostInARaceIsNotFree() {
        ObservedLease vacant = seen(LeaseRecord.VACANT);
        ObservedLease lost = vacant.takenUnseen(20);

        assertThat(isFree(then(lost, 30, LeaseRecord.VACANT), 10_000))
                .as("taken and wiped clean since, or only labelled: nobody can tell")
                .isFalse();
        assertThat(isFree(vacant.seen(lease.isRelabelled(), 30), 30)).isTrue();
        assertThat(isFree(lost.missing(50), 10_000)).isFalse();
        assertThat(isFree(lost.startedAgain(50).missing(60), 10_000)).isFalse();
        assertThat(isFree(vacant.missing(15).takenUnseen(20), 10_000))
                .as("gone while it was being taken")
                .isFalse();
        assertThat(isFree(vacant.missing(50), 50)).isTrue();
    }

    @Test
    void aNewVersionOfAWipedLeaseMayHideSomebodyWhoHeldIt() {
        ObservedLease wiped = then(seen(Records.sealed("b", 1)), 20, LeaseRecord.VACANT);

        assertThat(wiped.seen(lease.now(), 40).since()).as("seen again").isEqualTo(20);
        assertThat(wiped.seen(lease.isRelabelled(), 50).since())
                .as("taken and wiped again, or labelled")
                .isEqualTo(50);
    }

    @Test
    void aHolderWhoseEndWasNotSeenIsRememberedWhoeverHoldsTheLeaseSince() {
        LeaseRecord held = Records.sealed("b", 1);
        ObservedLease wiped = then(seen(held), 20, LeaseRecord.VACANT);
        ObservedLease taken = then(wiped, 30, Records.sealed("c", 1));
        ObservedLease released = then(taken, 40, Records.releasedBy("c"));

        assertThat(isFree(released, 40)).isTrue();
        assertThat(released.unended()).isEqualTo(new ObservedLease.Unended(held, 20));
        assertThat(released.startedAgain(50).missing(60).unended()).isEqualTo(released.unended());
    }

    @Test
    void aHolderThatReleasesIsEnded() {
        ObservedLease released = then(seen(Records.sealed("b", 1)), 20, Records.releasedBy("b"));
        LeaseRecord foreign = Records.foreign("c", 1);
        ObservedLease cleared = then(seen(foreign), 20, Records.blankedBy(foreign));

        assertThat(then(released, 30, Records.sealed("c", 1)).unended()).isNull();
        assertThat(then(cleared, 30, Records.sealed("d", 1)).unended()).isNull();
        assertThat(then(seen(Records.sealed("b", 1)), 20, Records.sealed("b", 2))
                        .unended())
                .as("renewed")
                .isNull();
    }

    @Test
    void whatThisElectorCreatedItselfIsFree() {
        ObservedLease deleted = seen(Records.sealed("b", 1)).missing(50);
        lease.isDeleted();

        assertThat(isFree(deleted.created(lease.says(LeaseRecord.VACANT), 200), 200))
                .isTrue();
    }

    @Test
    void aDeletionEndsWhatWasKnownOfAForeignRelease() {
        LeaseRecord held = Records.foreign("b", 1);
        ObservedLease deleted = then(seen(held), 20, Records.blankedBy(held)).missing(30);
        lease.isDeleted();

        assertThat(isFree(then(deleted, 40, Records.blankedBy(held)), 10_000)).isFalse();
    }

    @Test
    void anElectorThatStartsAgainHasNotForgottenTheHolder() {
        ObservedLease again = seen(Records.sealed("b", 1)).startedAgain(70);

        assertThat(again.looked()).isFalse();
        assertThat(again.since()).isEqualTo(70);
        assertThat(isFree(again.missing(80), 10_000)).isFalse();
    }

    @Test
    void aWaitBegunAnewKeepsWhatIsKnown() {
        ObservedLease first = seen(Records.sealed("b", 1));

        assertThat(first.takenUnseen(70).since()).isEqualTo(70);
        assertThat(first.takenUnseen(70).lease()).isEqualTo(first.lease());
    }
}
