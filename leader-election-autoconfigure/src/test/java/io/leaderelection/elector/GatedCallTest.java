package io.leaderelection.elector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.leaderelection.GatedCall;
import io.leaderelection.LeaderWorker;
import io.leaderelection.NotLeaderException;
import io.leaderelection.elector.Stage.Player;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a call that was let in can ask, and how it hears of the end of its term. */
class GatedCallTest {

    private static final Duration DEADLINE = Scene.TIMINGS.renewDeadline();
    private static final Duration RETRY = Scene.TIMINGS.retryPeriod();

    private final Stage stage = new Stage();
    private final Player a = stage.enters("a");

    // Where the call is

    @Test
    void theCodeInsideFindsItsCallAndItsToken() {
        a.election.runIfLeader(call -> {
            assertThat(GatedCall.current()).contains(call);
            assertThat(call.fencingToken()).isEqualTo(2);
            assertThat(call.isLeading()).isTrue();
            assertThat(GatedCall.current("test")).contains(call);
            assertThat(GatedCall.current("another")).isEmpty();
        });
        assertThat(GatedCall.current()).isEmpty();
    }

    @Test
    void nestedCallsAreFoundInnermostFirst() {
        try (GatedCall outer = a.election.enter("outer")) {
            outer.run(() -> {
                try (GatedCall inner = a.election.enter("inner")) {
                    inner.run(() -> assertThat(GatedCall.current()).contains(inner));
                }
                assertThat(GatedCall.current()).contains(outer);
            });
        }
    }

    @Test
    void whatACallThrowsLeavesNoTrace() {
        GatedCall call = a.election.enter("failing");
        assertThatIllegalStateException()
                .isThrownBy(() -> call.call(() -> {
                    throw new IllegalStateException("no");
                }));

        assertThat(GatedCall.current()).isEmpty();
        assertThat(a.election.runningCalls())
                .as("a call is closed by whoever entered it")
                .containsExactly(call);
    }

    @Test
    void anElectionAskedInsideOfACallAnswersForThatCallsTerm() {
        GatedCall old = a.election.enter("slow");
        old.run(() -> a.election.ensureLeading(DEADLINE));
        a.election.resign(Duration.ZERO);
        old.close();
        stage.passes(RETRY);
        assertThat(a.leads()).as("in its next term").isTrue();

        a.election.ensureLeading(DEADLINE);
        assertThatExceptionOfType(NotLeaderException.class)
                .isThrownBy(() -> old.run(() -> a.election.ensureLeading(Duration.ZERO)));
    }

    // How much time is left

    @Test
    void theTimeLeftIsThatOfTheLastConfirmedRenewal() {
        GatedCall call = a.election.enter("call");
        a.losesContact();
        stage.passes(DEADLINE.minusSeconds(3));

        assertThat(call.timeLeft()).isLessThanOrEqualTo(DEADLINE).isPositive();
        call.ensureLeading(Duration.ofMillis(1));
        assertThatExceptionOfType(NotLeaderException.class)
                .isThrownBy(() -> call.ensureLeading(DEADLINE))
                .withMessageContaining("3000 ms of its term are left, 9000 ms are needed");

        stage.passes(DEADLINE);
        assertThat(call.timeLeft()).isZero();
        assertThat(call.isLeading()).isFalse();
        assertThatExceptionOfType(NotLeaderException.class).isThrownBy(() -> call.ensureLeading(Duration.ZERO));
    }

    // The stop signal

    @Test
    void aResignationTellsTheCallToStopBeforeAnyListener() {
        GatedCall call = a.election.enter("call");
        call.onStop(() -> a.note("call is told to stop"));
        stage.history.clear();
        a.election.resign();
        stage.settles();

        assertThat(stage.history).containsExactly("a call is told to stop", "a revoked RESIGNED");
    }

    @Test
    void aLostTermTellsTheCallToStop() {
        GatedCall call = a.election.enter("call");
        call.onStop(() -> a.note("call is told to stop"));
        a.losesContact();
        stage.passes(DEADLINE);

        assertThat(stage.history).containsSubsequence("a call is told to stop", "a revoked DEADLINE");
    }

    @Test
    void aListenerThatHangsDoesNotDelayTheStopSignal() {
        a.election.enter("call").onStop(() -> a.note("call is told to stop"));
        a.stopsListening();
        a.election.resign();
        stage.settles();

        assertThat(stage.history).contains("a call is told to stop").doesNotContain("a revoked RESIGNED");
    }

    @Test
    void aSignalThatFailsKeepsNoneFromTheOthers() {
        a.election.enter("first").onStop(() -> {
            throw new IllegalStateException("no");
        });
        a.election.enter("second").onStop(() -> a.note("second is told"));
        a.election.enter("third").onStop(() -> a.note("third is told"));
        a.election.resign();
        stage.settles();

        assertThat(stage.history).contains("a second is told", "a third is told");
    }

    @Test
    void whoAsksAfterTheEndIsToldAtOnce() {
        GatedCall call = a.election.enter("call");
        a.election.resign();
        stage.settles();
        call.onStop(() -> a.note("told late"));

        assertThat(stage.history).contains("a told late");
    }

    @Test
    void aCallThatHasEndedIsToldNothing() {
        GatedCall call = a.election.enter("call");
        call.onStop(() -> a.note("told too late"));
        call.close();
        a.election.resign();
        stage.settles();

        assertThat(stage.history).doesNotContain("a told too late");
    }

    // What is counted

    @Test
    void everyCallIsCountedByWhatBecameOfIt() {
        Player b = stage.enters("b");
        a.election.runIfLeader(call -> {});
        b.election.tryEnter("skipped");
        assertThatExceptionOfType(NotLeaderException.class).isThrownBy(() -> b.election.enter("refused"));
        GatedCall slow = a.election.enter("slow");
        a.election.resign();
        slow.close();
        slow.close();

        assertThat(a.calls)
                .containsExactly(
                        "ADMITTED io.leaderelection.elector.GatedCallTest (lambda)", "ADMITTED slow", "OVERRAN slow");
        assertThat(b.calls).containsExactly("SKIPPED skipped", "REFUSED refused");
    }

    @Test
    void aCallThatOutlivesTheDeadlineIsCountedThoughNobodyHasNoticedYet() {
        GatedCall slow = a.election.enter("slow");
        stage.clock.passes(DEADLINE);
        slow.close();

        assertThat(a.calls).containsExactly("ADMITTED slow", "OVERRAN slow");
    }

    // Verification

    @Test
    void theStoreConfirmsATermThatStands() throws Exception {
        verification(a).get(20, TimeUnit.SECONDS);

        assertThat(a.leads()).isTrue();
    }

    @Test
    void aTakeoverIsNotConfirmedAndShutsTheGate() {
        stage.leases.overwrite("test", Records.foreign("thief", 1));

        assertThat(verification(a))
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(NotLeaderException.class)
                .withMessageContaining("the lease is held by 'thief'");
        stage.settles();
        assertThat(a.leads()).isFalse();
    }

    @Test
    void withoutAnAnswerNothingIsConfirmedAndNothingLost() {
        a.losesContact();

        assertThat(verification(a))
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withMessageContaining("no way to the store");
        assertThat(a.leads()).as("one bad answer ends no term").isTrue();
    }

    @Test
    void aFollowerNeedNotAsk() {
        Player b = stage.enters("b");

        assertThatExceptionOfType(NotLeaderException.class).isThrownBy(b.election::verify);
    }

    /** The answer comes while the caller waits, so the caller has a thread, and this one goes on to play the store. */
    private CompletableFuture<Void> verification(Player player) {
        CountDownLatch asked = new CountDownLatch(1);
        player.onNextRead(asked::countDown);
        CompletableFuture<Void> verified = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                player.election.verify();
                verified.complete(null);
            } catch (RuntimeException failure) {
                verified.completeExceptionally(failure);
            }
        });
        caller.start();
        try {
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        stage.settles();
        return verified;
    }

    // Workers

    @Test
    void aWorkerRunsOnceInEveryTerm() {
        a.election.whileLeading("worker", call -> a.note("works"));
        assertThat(stage.history).as("leads already").contains("a works");
        stage.history.clear();
        a.election.resign(Duration.ZERO);
        stage.passes(RETRY);

        assertThat(stage.history).containsSubsequence("a revoked RESIGNED", "a granted token 4", "a works");
    }

    @Test
    void aWorkerHasACallWithTheTokenOfItsTerm() {
        AtomicReference<GatedCall> seen = new AtomicReference<>();
        a.election.whileLeading("worker", call -> {
            seen.set(call);
            assertThat(GatedCall.current()).contains(call);
        });

        assertThat(Objects.requireNonNull(seen.get()).leadership().fencingToken())
                .isEqualTo(2);
        assertThat(seen.get().name()).isEqualTo("worker");
        assertThat(a.election.runningCalls()).isEmpty();
    }

    @Test
    void aWorkerThatFailsIsNamedUntilItIsStartedAgain() {
        a.election.whileLeading("worker", call -> {
            if (stage.history.stream().noneMatch("a revoked RESIGNED"::equals)) {
                throw new IllegalStateException("no");
            }
        });
        assertThat(a.election.deadWorkers()).containsExactly("worker");
        a.election.resign(Duration.ZERO);
        stage.passes(RETRY);

        assertThat(a.election.deadWorkers()).isEmpty();
    }

    @Test
    void aWorkerThatWasClosedIsNotStartedAgain() {
        LeaderWorker worker = a.election.whileLeading("worker", call -> a.note("works"));
        assertThat(worker.name()).isEqualTo("worker");
        worker.close();
        stage.history.clear();
        a.election.resign(Duration.ZERO);
        stage.passes(RETRY);

        assertThat(a.leads()).isTrue();
        assertThat(stage.history).doesNotContain("a works");
    }

    @Test
    void aWorkerOfAFollowerWaits() {
        Player b = stage.enters("b");
        b.election.whileLeading("worker", call -> b.note("works"));
        assertThat(stage.history).doesNotContain("b works");
        a.election.resign();
        stage.settles();

        assertThat(stage.history).containsSubsequence("b granted token 4", "b works");
    }
}
