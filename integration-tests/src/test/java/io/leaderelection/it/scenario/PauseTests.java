package io.leaderelection.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.test.apiserver.ApiServer;
import java.time.Duration;
import java.util.List;
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
        long token = Scene.tokenOf(sleeper);

        sleeper.process().pause();
        Replica successor = scene.awaitSuccessor(sleeper);
        long resumed = System.nanoTime();
        sleeper.process().resume();
        sleeper.await("the end of its term", line -> line.is("revoked") && line.token() == token);
        scene.awaitMoreBeats(successor);

        assertThat(sleeper.lines()).filteredOn(line -> line.nanos() > resumed).noneMatch(HistoryLine::showsOpenGate);
        scene.assertSafe();
    }

    @Test
    void aCallThatWasInsideIsRefusedByTheFencedLedger() {
        open(Scene.SHORT, "--sample.hold=150ms");
        Replica sleeper = scene.startThree();
        long token = Scene.tokenOf(sleeper);

        pauseInsideACall(sleeper);
        Replica successor = scene.awaitSuccessor(sleeper);
        long successorsToken = Scene.tokenOf(successor);
        successor.await("a line in the ledger", line -> line.is("exit") && line.token() == successorsToken);
        sleeper.process().resume();
        HistoryLine refused = sleeper.await("the refusal", line -> line.is("refused"));

        assertThat(refused.token()).isEqualTo(token).isLessThan(successorsToken);
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
        Replica successor = scene.awaitSuccessor(sleeper);
        long successorsToken = Scene.tokenOf(successor);
        successor.await("a line in the ledger", line -> line.is("exit") && line.token() == successorsToken);
        long resumed = System.nanoTime();
        sleeper.process().resume();
        HistoryLine exit = sleeper.await("the end of the call", line -> line.is("exit"));
        sleeper.await("the end of its term", line -> line.is("revoked"));
        scene.awaitMoreBeats(successor);

        assertThat(sleeper.lines())
                .filteredOn(line -> line.nanos() > resumed && line.nanos() <= exit.nanos() && !line.is("revoked"))
                .extracting(HistoryLine::kind)
                .containsExactly("interrupted", "refused", "exit");
        assertThat(exit.token()).isEqualTo(inside.token()).isLessThan(successorsToken);
        assertThat(sleeper.lines()).filteredOn(line -> line.nanos() > resumed).noneMatch(HistoryLine::showsOpenGate);
        scene.assertSafe();
    }

    @Test
    void aLeaderThatIsTerminatedInItsSleepLeavesTheSuccessorsLeaseAlone() {
        open(Scene.SHORT);
        Replica sleeper = scene.startThree();

        sleeper.process().pause();
        Replica successor = scene.awaitSuccessor(sleeper);
        JsonObject before = spec();
        sleeper.process().terminate();
        sleeper.process().resume();
        sleeper.process().awaitEnd(Scene.PATIENCE);
        scene.awaitMoreBeats(successor);

        JsonObject after = spec();
        assertThat(after.get("holderIdentity")).isEqualTo(before.get("holderIdentity"));
        assertThat(after.get("leaseTransitions")).isEqualTo(before.get("leaseTransitions"));
        scene.assertSafe();
    }

    @Test
    void aPauseLongerThanARenewalIntervalButWithinTheDeadlineChangesNothing() {
        open(Scene.DEFAULT);
        Replica leader = scene.startThree();
        List<Long> tokens = scene.history().tokens();

        long asleep = sleep(leader, Duration.ofSeconds(4));
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
        scene.awaitMoreBeats(scene.awaitTokenAbove(token));

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

    /** Stops the process at a time when its last line is that it has entered a call. */
    private static void pauseInsideACall(Replica replica) {
        for (int attempt = 0; attempt < 50; attempt++) {
            long now = System.nanoTime();
            replica.await("a call", line -> line.is("enter") && line.nanos() > now);
            replica.process().pause();
            List<HistoryLine> calls = replica.lines().stream()
                    .filter(line -> line.is("enter") || line.is("exit"))
                    .toList();
            if (calls.get(calls.size() - 1).is("enter")) {
                return;
            }
            replica.process().resume();
        }
        throw new AssertionError("Never stopped inside a call");
    }

    private JsonObject spec() {
        return scene.leases().get(Scene.LEASE).json().getAsJsonObject("spec");
    }
}
