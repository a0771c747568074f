package io.leaderelection.elector;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.GatedCall;
import io.leaderelection.Leadership.Role;
import io.leaderelection.LossReason;
import io.leaderelection.elector.Stage.Player;
import io.leaderelection.lock.ForeignText;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.status.ElectionStatus;
import io.leaderelection.status.ElectionStatus.Mode;
import io.leaderelection.status.Measurement;
import io.leaderelection.status.StoreStatus;
import io.leaderelection.status.Timings;
import io.leaderelection.status.Transition;
import io.leaderelection.status.Transition.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What instances tell of themselves: snapshots and measurements. */
class ElectionStatusTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration RETRY = Scene.TIMINGS.retryPeriod();

    private final Stage stage = new Stage();

    @Test
    void aLeaderTellsOfItsTermAndItsLease() {
        Player a = stage.enters("a");
        stage.passes(SECOND);
        ElectionStatus status = a.election.status();

        assertThat(status.leadership()).isEqualTo(a.election.leadership());
        assertThat(status.leading()).isTrue();
        assertThat(status.mode()).isEqualTo(Mode.CAMPAIGNING);
        assertThat(status.sinceRenewal()).isEqualTo(SECOND);
        assertThat(status.timeLeft()).isEqualTo(Scene.TIMINGS.renewDeadline().minus(SECOND));
        assertThat(status.timings().leaseDuration()).isEqualTo(Scene.TIMINGS.leaseDuration());
        assertThat(status.timings().drainTimeout()).isEqualTo(Timings.DEFAULT_DRAIN_TIMEOUT);
        StoreStatus store = status.store();
        assertThat(store.backend()).isEqualTo("memory");
        assertThat(store.lease()).isEqualTo("lease 'test' in memory");
        assertThat(store.watching()).isTrue();
        assertThat(store.outOfContact()).isZero();
        assertThat(store.forbidden()).isZero();
        assertThat(store.lastFailure()).isNull();
    }

    @Test
    void aFollowerHasNoTimeLeft() {
        stage.enters("a");
        Player b = stage.enters("b");
        ElectionStatus status = b.election.status();

        assertThat(status.leading()).isFalse();
        assertThat(status.leadership().leaderIdentity()).isEqualTo("a");
        assertThat(status.sinceRenewal()).isNull();
        assertThat(status.timeLeft()).isZero();
    }

    @Test
    void whoHasNotBegunTellsSo() {
        Player a = stage.new Player("a", Scene.SETTINGS);
        ElectionStatus status = a.election.status();

        assertThat(status.leadership().role()).isEqualTo(Role.INACTIVE);
        assertThat(status.transitions()).isEmpty();
        assertThat(status.store().sinceContact()).isNull();
        assertThat(status.electorSilence()).isZero();
    }

    @Test
    void transitionsTellWhyAndHowLong() {
        Player a = stage.enters("a");
        stage.enters("b");
        stage.passes(SECOND);
        a.election.resign();
        stage.settles();

        List<Transition> transitions = a.election.status().transitions();
        assertThat(transitions)
                .extracting(Transition::kind)
                .containsExactly(Kind.LEADER_CHANGED, Kind.LEADER_CHANGED, Kind.REVOKED, Kind.GRANTED, Kind.STARTED);
        assertThat(transitions.get(0).leader()).isEqualTo("b");
        Transition revoked = transitions.get(2);
        assertThat(revoked.reason()).isEqualTo(LossReason.RESIGNED);
        assertThat(revoked.lasted()).isEqualTo(SECOND);
        assertThat(revoked.fencingToken()).isEqualTo(2);
        assertThat(transitions.get(3).leader()).isEqualTo("a");
    }

    @Test
    void whatStrangersCallThemselvesIsEscapedAndCut() {
        Player a = stage.enters("a");
        stage.enters("line\nbreak" + "x".repeat(300));
        a.election.resign();
        stage.settles();

        Transition last = a.election.status().transitions().get(0);
        assertThat(last.leader()).startsWith("line\\u000abreakxxx").hasSize(ForeignText.LONGEST);
    }

    @Test
    void onlyTheLatestTransitionsAreRemembered() {
        Player a = stage.enters("a");
        for (int i = 0; i < StatusRecorder.MOST_TRANSITIONS; i++) {
            a.election.resign(Duration.ZERO);
            stage.passes(RETRY);
        }

        assertThat(a.election.status().transitions()).hasSize(StatusRecorder.MOST_TRANSITIONS);
    }

    /** It may be asked for over HTTP; a clock of 64 bits counts 292 years. */
    @Test
    void aPauseThatNoClockCountsIsPossible() {
        Player a = stage.enters("a");
        a.election.resign(Duration.ofSeconds(Long.MAX_VALUE));
        stage.enters("b");
        stage.passes(SECOND);

        assertThat(a.election.leadership().leaderIdentity()).isEqualTo("b");
    }

    @Test
    void contactThatIsLostIsTimedFromTheLastAnswer() {
        Player a = stage.enters("a");
        a.losesContact();
        stage.passes(Duration.ofSeconds(15));
        StoreStatus store = a.election.status().store();

        assertThat(store.outOfContact()).isEqualTo(Duration.ofSeconds(15));
        assertThat(store.lastFailure().kind()).isEqualTo(StoreFailure.Kind.UNREACHABLE);
        assertThat(store.lastFailure().message()).isEqualTo("no way to the store");
        assertThat(store.forbidden()).isZero();

        a.findsContact();
        stage.passes(Duration.ofSeconds(5));
        assertThat(a.election.status().store().outOfContact()).isZero();
        assertThat(a.election.status().store().lastFailure())
                .as("kept for people")
                .isNotNull();
    }

    @Test
    void refusalIsTimedUntilItIsOver() {
        Player a = stage.enters("a");
        a.isRefused("may not");
        stage.passes(Duration.ofSeconds(30));
        assertThat(a.election.status().store().forbidden()).isBetween(Duration.ofSeconds(25), Duration.ofSeconds(30));
        assertThat(a.election.status().store().lastFailure().kind()).isEqualTo(StoreFailure.Kind.FORBIDDEN);

        a.findsContact();
        stage.passes(Duration.ofSeconds(5));
        assertThat(a.election.status().store().forbidden()).isZero();
    }

    @Test
    void whoMayNotWriteIsNotFineForBeingAllowedToRead() {
        Player a = stage.enters("a");
        a.mayNotWrite("may not update");
        stage.passes(Duration.ofMinutes(1));
        assertThat(a.election.status().store().forbidden()).isGreaterThan(Duration.ofSeconds(50));

        stage.enters("b");
        stage.passes(Scene.TIMINGS.leaseDuration().plus(SECOND));
        assertThat(a.election.status().store().forbidden()).as("another leads").isZero();
    }

    @Test
    void aStandbyThatMayNotWriteIsFoundOutBeforeItHasTo() {
        stage.rehearses().enters("a");
        Player b = stage.prepares("b");
        b.mayNotWrite("may not update");
        b.election.start();
        stage.passes(Duration.ofSeconds(10));
        StoreStatus store = b.election.status().store();
        assertThat(store.forbidden()).isGreaterThan(Duration.ofSeconds(9));
        assertThat(store.lastFailure().message()).isEqualTo("may not update");
        assertThat(store.outOfContact()).isZero();

        b.findsContact();
        stage.passes(Duration.ofMinutes(2));
        assertThat(b.election.status().store().forbidden()).isZero();
    }

    @Test
    void aRefusalStandsWhoeverLeadsUntilARehearsalPasses() {
        Player a = stage.rehearses().enters("a");
        Player b = stage.prepares("b");
        b.mayNotWrite("may not update");
        b.election.start();
        stage.passes(SECOND);
        stage.enters("c");
        a.election.stop();
        stage.passes(SECOND);

        assertThat(b.election.leadership().leaderIdentity()).isEqualTo("c");
        assertThat(b.election.status().store().forbidden()).isGreaterThan(SECOND);
    }

    @Test
    void aRehearsalThatFailsOtherwiseSaysNothingOfTheContact() {
        stage.rehearses().enters("a");
        Player b = stage.prepares("b");
        b.failsToWrite(new StoreFailure(StoreFailure.Kind.SERVER, "no"));
        b.election.start();
        stage.passes(SECOND);

        assertThat(b.measurements).contains(new Measurement.RequestFailed(StoreFailure.Kind.SERVER));
        assertThat(b.election.status().store().lastFailure()).isNull();
        assertThat(b.election.status().store().outOfContact()).isZero();
    }

    @Test
    void workInProgressIsNamed() {
        Player a = stage.enters("a");
        GatedCall first = a.election.enter("Billing.dispatch");
        a.election.enter("Billing.dispatch");
        a.election.enter("Audit.write");
        assertThat(a.election.status().runningCalls().toString()).isEqualTo("{Audit.write=1, Billing.dispatch=2}");

        first.close();
        assertThat(a.election.status().runningCalls()).containsEntry("Billing.dispatch", 1);
    }

    @Test
    void workPastItsTimeIsNamedUntilItEnds() {
        Player a = stage.enters("a");
        GatedCall call = a.election.enter("Billing.dispatch");
        a.election.resign();
        stage.passes(Scene.SETTINGS.drainTimeout().minus(SECOND));
        assertThat(a.election.status().overdueWork()).isEmpty();
        stage.passes(SECOND.multipliedBy(2));
        assertThat(a.election.status().overdueWork()).containsExactly("Billing.dispatch");

        call.close();
        stage.settles();
        assertThat(a.election.status().overdueWork()).isEmpty();
    }

    @Test
    void aListenerPastItsTimeIsNamedToo() {
        Player a = stage.enters("a");
        a.stopsListening();
        a.election.resign();
        stage.passes(Scene.SETTINGS.drainTimeout().plus(SECOND));

        assertThat(a.election.status().overdueWork()).containsExactly("a listener of the revocation");
    }

    @Test
    void aListenerOfAGrantPastItsTimeIsNamedInTheTermAndAfterIt() {
        Player a = stage.enters("a");
        a.onNews(news -> {
            if (news.equals("sees")) {
                a.stopsListening();
            }
        });
        a.election.resign(Duration.ZERO);
        stage.passes(RETRY);
        assertThat(a.leads()).as("leads again").isTrue();
        assertThat(a.election.status().overdueWork()).isEmpty();

        stage.passes(Scene.SETTINGS.drainTimeout().plus(SECOND));
        assertThat(a.leads()).isTrue();
        assertThat(a.election.status().overdueWork()).containsExactly("a listener of the grant");

        a.election.resign();
        stage.passes(Scene.SETTINGS.drainTimeout().plus(SECOND));
        assertThat(a.election.status().overdueWork()).containsExactly("a listener of the grant");

        a.listensAgain();
        assertThat(a.election.status().overdueWork()).isEmpty();
    }

    @Test
    void aWorkerThatDiedIsNamed() {
        Player a = stage.enters("a");
        a.election.whileLeading("consumer", call -> {
            throw new IllegalStateException("broken");
        });

        assertThat(a.election.status().deadWorkers()).containsExactly("consumer");
    }

    @Test
    void anElectorsThreadThatDoesNotAnswerIsNoticedByTheSecondQuestion() {
        Player a = stage.enters("a");
        assertThat(a.election.status().electorSilence()).isZero();
        stage.clock.passes(SECOND);
        assertThat(a.election.status().electorSilence()).isEqualTo(SECOND);

        stage.settles();
        assertThat(a.election.status().electorSilence()).isZero();
    }

    @Test
    void measurementsTellOfATermFromItsBeginningToItsEnd() {
        Player a = stage.enters("a");
        stage.passes(Scene.TIMINGS.renewInterval().plus(SECOND));
        GatedCall call = a.election.enter("call");
        a.election.resign();
        stage.passes(SECOND);
        call.close();
        stage.settles();

        assertThat(a.measurements)
                .containsExactly(
                        new Measurement.Granted(Duration.ZERO),
                        new Measurement.Renewed(Duration.ZERO),
                        new Measurement.Revoked(
                                LossReason.RESIGNED,
                                Scene.TIMINGS.renewInterval().plus(SECOND)),
                        new Measurement.Drained(SECOND));
    }

    @Test
    void theTakeoverIsTimedFromTheLastSignOfTheLeader() {
        Player a = stage.enters("a");
        Player b = stage.enters("b");
        a.losesContact();
        stage.passes(Scene.TIMINGS.leaseDuration().plus(SECOND));

        assertThat(b.measurements).containsExactly(new Measurement.Granted(Scene.TIMINGS.leaseDuration()));
    }

    @Test
    void failureReadBacksAndTheEndOfATermAreTold() {
        Player a = stage.enters("a");
        a.losesContact();
        stage.passes(Scene.TIMINGS.renewDeadline());

        assertThat(a.measurements)
                .contains(
                        new Measurement.ReadBack(),
                        new Measurement.RequestFailed(StoreFailure.Kind.UNREACHABLE),
                        new Measurement.Revoked(LossReason.DEADLINE, Scene.TIMINGS.renewDeadline()));
    }

    @Test
    void aMonitorThatThrowsHurtsNobody() {
        Player a = stage.enters("a");
        a.onMeasured(measurement -> {
            throw new AssertionError("monitor failed");
        });
        stage.passes(Duration.ofMinutes(1));

        assertThat(a.leads()).isTrue();
        assertThat(a.measurements).hasSizeGreaterThan(10);
    }
}
