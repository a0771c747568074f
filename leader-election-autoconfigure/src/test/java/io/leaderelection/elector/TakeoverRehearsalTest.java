package io.leaderelection.elector;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.lock.Answer;
import io.leaderelection.lock.StoredLease;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A standby that tries in time whether it could take the lease over. */
final class TakeoverRehearsalTest extends ElectorTest {

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
    void aRehearsalThatLosesARaceIsTriedAgainSoon() {
        rehearsing().follows("b").passes(0);
        scene.isAnswered(new Answer.Conflict()).does("REHEARSAL in 2000 ms");
        scene.passes(RETRY).isAnswered(new Answer.Conflict()).does("REHEARSAL in 4000 ms");
    }

    @Test
    void whereNobodyLeadsItIsTriedAgainLaterEachTime() {
        rehearsing().lease.says(Records.blankedByHand(Records.foreign("b", 1)));
        scene.starts().watchWorks().isAnswered().passes(0);
        scene.isAnswered().does("REHEARSAL in 2000 ms");
        scene.passes(RETRY).isAnswered().does("REHEARSAL in 4000 ms");
    }

    @Test
    void whoHasLedRehearsesAsSoonAsAnotherLeads() {
        rehearsing().leads().watchWorks().resigns(Duration.ofMinutes(1)).workEnds();
        scene.isAnswered().passes(RETRY);
        scene.lease.says(Records.sealed("b", 1));
        scene.isAnswered().passes(0);

        assertThat(scene.asked()).isInstanceOf(ElectorCommand.Rehearse.class);
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
}
