package io.leaderelection.elector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.leaderelection.GatedCall;
import io.leaderelection.GatedCallListener;
import io.leaderelection.Leadership.Role;
import io.leaderelection.LossReason;
import io.leaderelection.NotLeaderException;
import io.leaderelection.elector.Stage.Player;
import io.leaderelection.gate.Term;
import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.memory.MemoryLeaseStore;
import io.leaderelection.status.StoreStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Whole elections, over a lease in memory and in virtual time. */
class LeaseLeaderElectionTest {

    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration DEADLINE = Duration.ofSeconds(9);
    private static final Duration RENEWAL = Duration.ofSeconds(3);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration DRAIN = Duration.ofSeconds(20);

    private final Stage stage = new Stage();

    private List<String> history() {
        return stage.history;
    }

    // Leading and following

    @Test
    void leadsALeaseThatNobodyHolds() {
        Player a = stage.enters("a");

        assertThat(a.leads()).isTrue();
        assertThat(history()).containsExactly("a granted token 2", "a sees a");
        assertThat(a.election.leadership())
                .satisfies(leadership -> assertThat(leadership.role()).isEqualTo(Role.LEADER))
                .satisfies(leadership -> assertThat(leadership.leaderIdentity()).isEqualTo("a"))
                .satisfies(leadership -> assertThat(leadership.term()).isEqualTo(1))
                .satisfies(leadership -> assertThat(leadership.fencingToken()).isEqualTo(2));
    }

    @Test
    void goesOnLeading() {
        Player a = stage.enters("a");
        stage.passes(Duration.ofHours(1));

        assertThat(a.leads()).isTrue();
        assertThat(history()).hasSize(2);
    }

    @Test
    void ofTwoOneLeads() {
        Player a = stage.enters("a");
        Player b = stage.enters("b");
        stage.passes(Duration.ofMinutes(10));

        assertThat(a.leads()).isTrue();
        assertThat(b.leads()).isFalse();
        assertThat(b.election.leadership().role()).isEqualTo(Role.FOLLOWER);
        assertThat(b.election.leadership().leaderIdentity()).isEqualTo("a");
    }

    @Test
    void takesOverFromALeaderThatLostContact() {
        Player a = stage.enters("a");
        Player b = stage.enters("b");
        history().clear();
        a.losesContact();

        stage.passes(DEADLINE);
        assertThat(a.leads()).isFalse();
        assertThat(history()).containsExactly("a revoked DEADLINE");
        assertThat(a.election.leadership().lastLoss()).isEqualTo(LossReason.DEADLINE);
        stage.passes(LEASE.minus(DEADLINE));
        assertThat(b.leads()).isTrue();
        assertThat(history()).contains("b granted token 3");
    }

    /** As of a seat whose member is known from the assignment (I13). */
    @Test
    void waitsWhereAHolderIsPresumedAndNoLeaseIsFound() {
        Player a = stage.prepares("a");
        a.election.presumeHolder();
        a.election.start();
        stage.settles();

        stage.passes(LEASE.minusMillis(1));
        assertThat(a.leads()).isFalse();
        stage.passes(RETRY);
        assertThat(a.leads()).isTrue();
    }

    @Test
    void whatAStrangerWroteIsShownEscaped() {
        Player a = stage.enters("a");
        stage.leases.overwrite("test", new LeaseRecord("x\n\u001b[31m" + "y".repeat(999), 15, null, null, 9, null));
        stage.settles();

        assertThat(a.election.leadership().leaderIdentity())
                .startsWith("x\\u000a\\u001b[31my")
                .hasSize(253);
        assertThatExceptionOfType(NotLeaderException.class)
                .isThrownBy(a.election::requireLeader)
                .withMessageContaining("x\\u000a");
    }

    @Test
    void aStoreThatThrowsIsAFailureLikeAnyOther() {
        Player a = stage.enters("a");
        LeaseLeaderElection broken = new LeaseLeaderElection(
                ElectionSettings.of("test", "b", Scene.TIMINGS),
                new BrokenStore(),
                new Ports(
                        stage.clock,
                        stage.scheduler,
                        stage.chance,
                        stage.scheduler::execute,
                        VirtualScheduler::runAtOnce,
                        "p"),
                a,
                GatedCallListener.NONE);
        broken.start();
        stage.passes(Duration.ofMinutes(1));

        assertThat(broken.isLeader()).isFalse();
        assertThat(a.leads()).as("another election on the same thread").isTrue();
    }

    // Calls

    @Test
    void runsWhatOnlyTheLeaderMay() throws Exception {
        LeaseLeaderElection leader = stage.enters("a").election;
        LeaseLeaderElection follower = stage.enters("b").election;

        assertThat(leader.runIfLeader(call -> history().add("ran"))).isTrue();
        assertThat(leader.callIfLeader(call -> "called")).contains("called");
        assertThat(leader.callIfLeader(call -> null)).isEmpty();
        leader.requireLeader();

        assertThat(follower.runIfLeader(call -> history().add("ran"))).isFalse();
        assertThat(follower.callIfLeader(call -> "called")).isEmpty();
        assertThatExceptionOfType(NotLeaderException.class)
                .isThrownBy(follower::requireLeader)
                .withMessage("This instance does not lead election 'test'; the leader is 'a'");
        assertThat(history()).containsOnlyOnce("ran");
    }

    @Test
    void whatAnActionThrowsIsThrownAndItsCallHasEnded() {
        LeaseLeaderElection leader = stage.enters("a").election;

        assertThatIllegalStateException()
                .isThrownBy(() -> leader.runIfLeader(call -> {
                    throw new IllegalStateException("no");
                }));
        assertThatIllegalStateException()
                .isThrownBy(() -> leader.callIfLeader(call -> {
                    throw new IllegalStateException("no");
                }));
        assertThat(leader.runningCalls()).isEmpty();
    }

    @Test
    void tellsWhichCallsAreRunning() {
        LeaseLeaderElection leader = stage.enters("a").election;
        try (GatedCall admission = leader.tryEnter("nightly report")) {
            assertThat(admission).isNotNull();
            assertThat(leader.runningCalls()).extracting(GatedCall::name).containsExactly("nightly report");
        }
        assertThat(leader.runningCalls()).isEmpty();
    }

    @Test
    void beforeTheStartNobodyLeads() {
        Player a = stage.new Player("a", Scene.SETTINGS);

        assertThat(a.leads()).isFalse();
        assertThat(a.election.tryEnter("early")).isNull();
        assertThat(a.election.runningCalls()).isEmpty();
        assertThat(a.election.leadership().role()).isEqualTo(Role.INACTIVE);
    }

    // The order of a term's end

    @Test
    void aTermEndsInOrder() {
        Player a = stage.enters("a");
        Player b = stage.enters("b");
        history().clear();
        GatedCall call = a.election.tryEnter("call");
        a.onNews(news -> history().add(news.equals("revoked") ? "a's gate is " + gate(a) : "a's gate was " + gate(a)));

        CompletableFuture<Void> stopped = a.election.stop();
        history().add("a is told to stop, gate " + gate(a));
        stage.passes(Duration.ofSeconds(1));
        assertThat(b.leads()).isFalse();
        history().add("the call ends");
        call.close();
        stage.settles();

        assertThat(history())
                .containsSubsequence(
                        "a is told to stop, gate shut",
                        "a revoked STOPPED",
                        "a's gate is shut",
                        "the call ends",
                        "a releases",
                        "b granted token 4");
        assertThat(stopped).isCompleted();
        assertThat(b.leads()).isTrue();
    }

    @Test
    void renewalsGoOnWhileTheCallEnds() {
        Player a = stage.enters("a");
        Player b = stage.enters("b");
        GatedCall call = a.election.tryEnter("slow");
        a.election.resign();

        stage.passes(DRAIN.minusSeconds(1));
        assertThat(b.leads()).as("takeover from running work").isFalse();
        call.close();
        stage.settles();
        assertThat(b.leads()).isTrue();
    }

    @Test
    void overdueWorkIsNotReleasedFrom() {
        Player a = stage.enters("a");
        Player b = stage.enters("b");
        GatedCall call = a.election.tryEnter("endless");
        a.election.resign(Duration.ZERO);
        stage.passes(DRAIN);
        assertThat(history()).doesNotContain("a releases");
        assertThat(a.election.runningCalls()).extracting(GatedCall::name).containsExactly("endless");

        stage.passes(LEASE);
        assertThat(b.leads()).as("after the lease has expired").isTrue();
        assertThat(history()).doesNotContain("a releases");

        b.election.stop();
        stage.passes(LEASE.multipliedBy(3));
        assertThat(a.leads()).as("with its old term's work still running").isFalse();
        call.close();
        stage.settles();
        assertThat(a.leads()).isTrue();
    }

    @Test
    void aStopDoesNotWaitForOverdueWorkForEver() {
        Player a = stage.enters("a");
        a.election.tryEnter("endless");
        CompletableFuture<Void> stopped = a.election.stop();
        stage.passes(DRAIN.minusMillis(1));
        assertThat(stopped).isNotDone();
        stage.passes(Duration.ofMillis(1));

        assertThat(stopped).isCompleted();
        assertThat(history()).doesNotContain("a releases");
    }

    @Test
    void aLostTermsWorkIsAwaitedBeforeTheNextTerm() {
        Player a = stage.enters("a");
        GatedCall call = a.election.tryEnter("slow");
        a.losesContact();
        stage.passes(DEADLINE);
        a.findsContact();
        stage.passes(Duration.ofSeconds(10));
        assertThat(a.leads()).isFalse();

        call.close();
        stage.settles();
        assertThat(a.leads()).isTrue();
        assertThat(history())
                .containsSubsequence("a granted token 2", "a revoked DEADLINE", "a granted token 3")
                .filteredOn(news -> news.startsWith("a granted"))
                .hasSize(2);
    }

    // Resigning

    @Test
    void whoResignsLetsAnotherWin() {
        Player a = stage.enters("a");
        Player b = stage.enters("b");

        a.election.resign();
        assertThat(a.leads()).as("right after resign()").isFalse();
        stage.settles();
        assertThat(b.leads()).isTrue();
        stage.passes(Duration.ofMinutes(1));
        assertThat(b.leads()).isTrue();
    }

    @Test
    void whoResignsAloneLeadsAgainAfterThePause() {
        Player a = stage.enters("a");
        a.election.resign();

        stage.passes(Duration.ofMillis(3_999));
        assertThat(a.leads()).isFalse();
        stage.passes(Duration.ofMillis(1));
        assertThat(a.leads()).isTrue();
        assertThat(history())
                .filteredOn(news -> !news.startsWith("a sees"))
                .containsExactly("a granted token 2", "a revoked RESIGNED", "a releases", "a granted token 4");
    }

    @Test
    void resigningInsideOfACallDoesNotDeadlock() {
        Player a = stage.enters("a");
        Player b = stage.enters("b");
        a.election.runIfLeader(call -> {
            a.election.resign();
            assertThat(a.leads()).isFalse();
            assertThat(a.election.tryEnter("another")).isNull();
            stage.passes(RENEWAL);
            assertThat(b.leads()).as("while the call runs").isFalse();
        });
        stage.settles();

        assertThat(b.leads()).isTrue();
    }

    @Test
    void aGrantThatWaitedForTheElectorsThreadOpensNoGateAfterTheStop() {
        Player a = stage.prepares("a");
        a.onNextWritten(() -> {
            // The answer to the acquiring write waits in the elector's queue; the stop comes behind it.
            a.election.stop();
            handlesTheAnswerFirst(a);
            assertThat(a.leads()).isFalse();
            assertThat(a.election.tryEnter("late")).isNull();
        });
        a.election.start();
        stage.settles();

        assertThat(a.election.state()).isEqualTo(State.STOPPED);
        assertThat(history()).endsWith("a releases", "a sees null");
    }

    private void handlesTheAnswerFirst(Player instance) {
        while (instance.election.state() == State.TAKING) {
            assertThat(stage.scheduler.runsNext()).isTrue();
        }
        assertThat(instance.election.state()).isEqualTo(State.LEADING);
    }

    @Test
    void aGrantThatWaitedForTheElectorsThreadOpensNoGateAfterTheResignation() {
        Player a = stage.prepares("a");
        a.onNextWritten(() -> {
            a.election.resign(Duration.ofHours(1));
            handlesTheAnswerFirst(a);
            assertThat(a.leads()).isFalse();
        });
        a.election.start();
        stage.settles();

        assertThat(history()).contains("a releases");
        stage.passes(Duration.ofMinutes(59));
        assertThat(a.leads()).isFalse();
        stage.passes(Duration.ofMinutes(2));
        assertThat(a.leads()).isTrue();
    }

    @Test
    void aLeaseThatIsBeingTakenOpensNoGateAfterTheResignation() {
        Player a = stage.prepares("a");
        a.election.start();
        while (a.election.state() != State.TAKING) {
            assertThat(stage.scheduler.runsNext()).isTrue();
        }
        a.election.resign(Duration.ofHours(1));
        stage.passes(Duration.ofMinutes(59));
        assertThat(history()).contains("a releases").noneMatch(news -> news.startsWith("a granted"));

        stage.passes(Duration.ofMinutes(2));
        assertThat(a.leads()).isTrue();
    }

    @Test
    void startedAgainRightAfterTheStopItOpensItsGateInTheNextLifeOnly() {
        Player a = stage.prepares("a");
        a.onNextWritten(() -> {
            a.election.stop();
            a.election.start();
            handlesTheAnswerFirst(a);
            assertThat(a.leads()).as("by the first life's grant").isFalse();
        });
        a.election.start();
        stage.passes(RETRY);

        assertThat(a.leads()).isTrue();
        assertThat(history()).containsSubsequence("a granted token 2", "a releases", "a granted token 4");
    }

    @Test
    void anAnswerThatComesInTheNextLifeIsNone() {
        Player a = stage.enters("a");
        a.election.stop();
        stage.settles();
        a.election.start();
        stage.settles();

        a.election.handle(
                new ElectorEvent.Answered(1, new StoreFailure(StoreFailure.Kind.FORBIDDEN, "of the first life")));

        StoreStatus store = a.election.status().store();
        assertThat(store.lastFailure()).isNull();
        assertThat(store.forbidden()).isZero();
    }

    @Test
    void whatAVerificationFindsIsNoNewsToTheNextLife() {
        Player a = stage.enters("a");
        Term first = a.election.term();
        AtomicReference<StoredLease> held = new AtomicReference<>();
        new MemoryLeaseStore(stage.leases, "test", stage.scheduler)
                .read(Duration.ofHours(1), answer -> held.set(((Answer.Found) answer).lease()));
        stage.settles();
        a.election.stop();
        stage.settles();
        a.election.handle(new ElectorEvent.Start());

        a.election.heard(first, held.get());

        assertThat(a.election.leadership().leaderIdentity()).isNull();
    }

    @Test
    void aRenewalConfirmedAfterTheResignationReopensNothing() {
        Player a = stage.enters("a");
        a.onNextWritten(() -> {
            // The answer waits in the elector's queue; the resignation comes behind it.
            a.election.resign();
            assertThat(a.leads()).isFalse();
            stage.scheduler.runsNext();
            assertThat(a.election.state()).as("the answer was handled first").isEqualTo(State.LEADING);
            assertThat(a.leads()).isFalse();
        });
        stage.passes(RENEWAL);

        assertThat(a.election.state()).isEqualTo(State.STANDBY);
        assertThat(history()).contains("a revoked RESIGNED", "a releases");
    }

    @Test
    void aFollowerHasNothingToResignFrom() {
        Player a = stage.enters("a");
        Player b = stage.enters("b");
        b.election.resign();
        stage.settles();

        assertThat(a.leads()).isTrue();
        a.election.resign();
        stage.settles();
        assertThat(b.leads()).as("no pause was begun").isTrue();
    }

    @Test
    void aNegativePauseIsRefused() {
        Player a = stage.enters("a");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> a.election.resign(Duration.ofMillis(-1)))
                .withMessage("pause (PT-0.001S) must not be negative");
        assertThat(a.leads()).isTrue();
    }

    // Listeners

    @Test
    void aListenerThatThrowsHurtsNobody() {
        Player a = stage.enters("a");
        a.onNews(news -> {
            throw new AssertionError("listener failed");
        });
        a.election.resign();
        stage.passes(Duration.ofMinutes(1));

        assertThat(a.leads()).isTrue();
        assertThat(history()).contains("a revoked RESIGNED", "a releases");
    }

    @Test
    void aListenerThatHangsDelaysNoRenewal() {
        Player a = stage.enters("a");
        Player b = stage.enters("b");
        a.stopsListening();
        stage.passes(Duration.ofMinutes(10));

        assertThat(a.leads()).isTrue();
        assertThat(b.leads()).isFalse();
    }

    @Test
    void theLeaseIsNotReleasedBeforeTheListenerHasReturned() {
        Player a = stage.enters("a");
        Player b = stage.enters("b");
        a.stopsListening();
        a.election.resign();
        stage.passes(Duration.ofSeconds(10));
        assertThat(a.leads()).isFalse();
        assertThat(b.leads()).isFalse();

        a.listensAgain();
        assertThat(b.leads()).isTrue();
        assertThat(history()).containsSubsequence("a revoked RESIGNED", "a releases", "b granted token 7");
    }

    @Test
    void aListenerThatNeverReturnsPreventsTheRelease() {
        Player a = stage.enters("a");
        Player b = stage.enters("b");
        a.stopsListening();
        CompletableFuture<Void> stopped = a.election.stop();
        stage.passes(DRAIN);

        assertThat(stopped).isCompleted();
        assertThat(b.leads()).isFalse();
        stage.passes(LEASE);
        assertThat(b.leads()).isTrue();
        assertThat(history()).doesNotContain("a releases");
    }

    @Test
    void aListenerMayResignFromWhatItIsTold() {
        Player a = stage.new Player("a", ElectionSettings.of("test", "a", Scene.TIMINGS));
        a.onNews(news -> {
            if (news.equals("granted")) {
                a.election.resign(Duration.ofMinutes(1));
            }
        });
        a.election.start();
        stage.settles();

        assertThat(a.leads()).isFalse();
        assertThat(history())
                .containsExactly("a granted token 2", "a sees a", "a revoked RESIGNED", "a releases", "a sees null");
    }

    @Test
    void aListenerMayStopAndStartFromWhatItIsTold() {
        Player a = stage.enters("a");
        a.onNews(news -> {
            if (news.equals("revoked")) {
                a.election.stop();
                a.election.start();
            }
        });
        a.election.resign(Duration.ofMinutes(1));
        stage.passes(RETRY);

        assertThat(a.leads()).as("a new start knows no pause").isTrue();
    }

    @Test
    void theGateIsAsTheListenerIsTold() {
        Player a = stage.new Player("a", Scene.SETTINGS);
        a.onNews(news -> a.note(news + " with the gate " + gate(a)));
        a.election.start();
        stage.settles();
        a.election.resign();
        stage.settles();

        assertThat(history()).contains("a granted with the gate open", "a revoked with the gate shut");
    }

    @Test
    void grantsAndRevocationsAlternate() {
        Player a = stage.enters("a");
        for (int i = 0; i < 20; i++) {
            if (i % 2 == 0) {
                a.election.resign(Duration.ZERO);
            } else {
                stage.leases.delete("test");
            }
            stage.passes(Duration.ofMinutes(1));
        }
        List<String> changes = history().stream()
                .filter(news -> news.startsWith("a granted") || news.startsWith("a revoked"))
                .map(news -> news.split(" ")[1])
                .toList();

        assertThat(changes).hasSize(41);
        for (int i = 0; i < changes.size(); i++) {
            assertThat(changes.get(i)).isEqualTo(i % 2 == 0 ? "granted" : "revoked");
        }
    }

    // Starting and stopping

    @Test
    void mayBeStartedAgain() {
        Player a = stage.enters("a");
        for (int round = 0; round < 3; round++) {
            CompletableFuture<Void> stopped = a.election.stop();
            stage.settles();
            assertThat(stopped).isCompleted();
            assertThat(a.election.leadership().role()).isEqualTo(Role.INACTIVE);
            a.election.start();
            stage.passes(RETRY);
            assertThat(a.leads()).isTrue();
        }
    }

    @Test
    void aStartDuringAStopIsNotForgotten() {
        Player a = stage.enters("a");
        GatedCall call = a.election.tryEnter("call");
        CompletableFuture<Void> stopped = a.election.stop();
        a.election.start();
        stage.passes(Duration.ofSeconds(1));
        assertThat(stopped).isNotDone();

        call.close();
        stage.passes(RETRY);
        assertThat(stopped).isCompleted();
        assertThat(a.leads()).isTrue();
    }

    @Test
    void theLastWordCounts() {
        Player a = stage.enters("a");
        a.election.stop();
        a.election.start();
        CompletableFuture<Void> stopped = a.election.stop();
        stage.passes(Duration.ofMinutes(1));

        assertThat(stopped).isCompleted();
        assertThat(a.leads()).isFalse();
        assertThat(a.election.state()).isEqualTo(State.STOPPED);
    }

    @Test
    void aStopBeforeTheStartHasNothingToDo() {
        Player a = stage.new Player("a", Scene.SETTINGS);
        CompletableFuture<Void> stopped = a.election.stop();
        stage.settles();

        assertThat(stopped).isCompleted();
        assertThat(history()).isEmpty();
    }

    @Test
    void aSecondStartChangesNothing() {
        Player a = stage.enters("a");
        a.election.start();
        stage.settles();

        assertThat(a.leads()).isTrue();
        assertThat(history()).hasSize(2);
    }

    @Test
    void everyStopIsAnswered() {
        Player a = stage.enters("a");
        CompletableFuture<Void> first = a.election.stop();
        CompletableFuture<Void> second = a.election.stop();
        stage.settles();

        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(a.election.stop()).isNotDone();
    }

    @Test
    void aFollowerStopsWithoutATrace() {
        Player a = stage.enters("a");
        Player b = stage.enters("b");
        history().clear();
        b.election.stop();
        stage.passes(Duration.ofMinutes(1));

        assertThat(history()).isEmpty();
        assertThat(a.leads()).isTrue();
    }

    private static String gate(Player player) {
        return player.leads() ? "open" : "shut";
    }
}
