package io.leaderelection.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.test.apiserver.ApiServer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A leader that is stopped in the middle of everything and goes on later, as if nothing had happened. */
@EnabledOnOs(OS.LINUX)
class PauseTests extends SceneTests {

    PauseTests(ApiServer server) {
        super(server);
    }

    @Test
    void aLeaderThatSleptThroughATakeoverLetsNobodyInAnyMore() {
        open(Scene.SHORT);
        Replica sleeper = scene.startThree();

        pauseBetweenWrites(sleeper);
        long token = Scene.tokenOf(sleeper);
        scene.awaitSuccessor(sleeper);
        long resumed = System.nanoTime();
        sleeper.process().resume();
        sleeper.await("the end of its term", line -> line.is("revoked") && line.token() == token);
        scene.awaitMoreBeatsAbove(token);

        assertLetsNobodyIn(sleeper, token, resumed);
        scene.assertSafe();
    }

    @Test
    void aCallThatWasInsideIsRefusedByTheFencedLedger() {
        open(Scene.SHORT, "--sample.hold=150ms");
        Replica sleeper = scene.startThree();

        pauseInsideACall(sleeper);
        long token = Scene.tokenOf(sleeper);
        int written = linesInLedger(token);
        awaitLineAbove(token);
        long resumed = System.nanoTime();
        sleeper.process().resume();
        sleeper.await("the end of the call", line -> line.is("exit") && line.nanos() > resumed);

        // Refused, or broken off by the interrupt that tells it of the end while it writes.
        assertThat(linesInLedger(token)).isEqualTo(written);
        assertThat(sleeper.lines())
                .filteredOn(line -> line.is("refused"))
                .hasSizeLessThanOrEqualTo(1)
                .allMatch(line -> line.token() == token);
        scene.assertSafe();
    }

    @Test
    void aLongCallThatWasInsideIsInterruptedAndItsWriteRefused() {
        open(Scene.SHORT);
        Replica sleeper = scene.start("one", "--sample.hold=5m");
        HistoryLine inside = sleeper.await("a call", line -> line.is("enter"));
        scene.start("two");
        scene.start("three");

        sleeper.process().pause();
        awaitLineAbove(inside.token());
        long resumed = System.nanoTime();
        sleeper.process().resume();
        HistoryLine exit = sleeper.await("the end of the call", line -> line.is("exit"));
        sleeper.await("the end of its term", line -> line.is("revoked"));
        scene.awaitMoreBeatsAbove(inside.token());

        assertThat(sleeper.lines())
                .filteredOn(line -> line.nanos() > resumed && line.nanos() <= exit.nanos() && !line.is("revoked"))
                .extracting(HistoryLine::kind)
                .containsExactly("interrupted", "refused", "exit");
        assertThat(exit.token()).isEqualTo(inside.token());
        assertLetsNobodyIn(sleeper, inside.token(), resumed);
        scene.assertSafe();
    }

    @Test
    void aLeaderThatIsTerminatedInItsSleepLeavesTheSuccessorsLeaseAlone() throws Exception {
        open(Scene.SHORT);
        Replica sleeper = scene.startThree();

        pauseBetweenWrites(sleeper);
        String successor = scene.awaitSuccessor(sleeper).name();
        scene.lease().await(state -> state.holder().equals(successor), Scene.PATIENCE);
        int states = scene.lease().entries().size();
        sleeper.process().terminate();
        sleeper.process().resume();
        sleeper.process().awaitEnd(Scene.PATIENCE);
        scene.awaitRenewals(2);

        assertThat(scene.lease().holdersSince(states)).isNotEmpty().doesNotContain("", sleeper.name());
        scene.assertSafe();
    }

    @Test
    void aPauseLongerThanARenewalIntervalButWithinTheDeadlineChangesNothing() {
        open(Scene.STEADY);
        Replica leader = scene.startThree();
        List<Long> tokens = scene.history().tokens();

        long asleep = sleep(leader, Duration.ofSeconds(3));
        scene.awaitRenewals(2);
        scene.awaitMoreBeats(leader);

        assertThat(leader.lines()).noneMatch(line -> line.nanos() > asleep && line.is("revoked"));
        assertThat(scene.history().tokens()).isEqualTo(tokens);
        scene.assertSafe();
    }

    @Test
    void aLeaderThatSleptPastItsDeadlineLeadsAgainOnlyInANewTerm() {
        open(Scene.SHORT);
        Replica sleeper = scene.start("alone");
        scene.awaitLeader();
        long token = Scene.tokenOf(sleeper);

        long asleep = sleep(sleeper, Duration.ofMillis(2_500));
        sleeper.await("the end of its term", line -> line.is("revoked") && line.token() == token);
        scene.awaitMoreBeatsAbove(token);

        assertThat(sleeper.lines())
                .filteredOn(line -> line.nanos() > asleep && line.showsOpenGate())
                .isNotEmpty()
                .allMatch(line -> line.token() > token);
        scene.assertSafe();
    }

    /**
     * Stops the process for so long.
     *
     * @return a time at which it was asleep
     */
    private static long sleep(Replica replica, Duration duration) {
        replica.process().pause();
        long asleep = System.nanoTime();
        Awaiting.until("the end of the pause", Scene.PATIENCE, () -> System.nanoTime() - asleep >= duration.toNanos());
        long stillAsleep = System.nanoTime();
        replica.process().resume();
        return stillAsleep;
    }

    /** Stops the process while it does not hold the lock of the ledger, for which its successor would wait. */
    private void pauseBetweenWrites(Replica replica) {
        pauseWhen("between writes", replica, scene::isLedgerFree);
    }

    /** Stops the process inside a call that has written nothing yet. */
    private void pauseInsideACall(Replica replica) {
        pauseWhen("inside a call", replica, () -> scene.isLedgerFree() && isInsideACall(replica));
    }

    private boolean isInsideACall(Replica replica) {
        long token = Scene.tokenOf(replica);
        List<HistoryLine> calls = replica.lines().stream()
                .filter(line -> line.token() == token && (line.is("enter") || line.is("exit")))
                .toList();
        long ended = calls.stream().filter(line -> line.is("exit")).count();
        return calls.get(calls.size() - 1).is("enter") && linesInLedger(token) == ended;
    }

    private int linesInLedger(long token) {
        return Collections.frequency(scene.tokensInLedger(), token);
    }

    /** Waits until a later leader has written, so that the ledger refuses those before. */
    private void awaitLineAbove(long token) {
        Awaiting.until(
                "a line of a later leader",
                Scene.PATIENCE,
                () -> scene.tokensInLedger().stream().anyMatch(each -> each > token),
                () -> scene);
    }

    private static void pauseWhen(String where, Replica replica, BooleanSupplier stoppedThere) {
        for (int attempt = 0; attempt < 50; attempt++) {
            long now = System.nanoTime();
            replica.await("a call", line -> line.is("enter") && line.nanos() > now);
            replica.process().pause();
            if (stoppedThere.getAsBoolean()) {
                return;
            }
            replica.process().resume();
        }
        throw new AssertionError("Never stopped " + where);
    }

    /** In its old term; it may lead again in a new one. */
    private static void assertLetsNobodyIn(Replica replica, long token, long since) {
        assertThat(replica.lines())
                .filteredOn(line -> line.nanos() > since && line.token() <= token)
                .noneMatch(HistoryLine::showsOpenGate);
    }
}
