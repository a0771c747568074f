package io.leaderelection.elector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An elector that has lost its term. */
final class LostTest extends ElectorTest {

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

        setUp();
        scene.leads().loses();
        scene.stops().passes(DRAIN).is(State.STOPPED);
    }

    @Test
    void stopAfterALossAwaitsTheWork() {
        scene.leads().loses();
        scene.stops().is(State.LOST).doesNothing();
        scene.workEnds().is(State.STOPPED).does("no DRAIN", "no SILENCE", "unwatch", "let expire", "stopped");

        setUp();
        scene.leads().loses();
        scene.passes(DRAIN).stops().is(State.STOPPED);
    }
}
