package io.leaderelection.elector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.leaderelection.GatedCall;
import io.leaderelection.GatedCallListener;
import io.leaderelection.Leadership;
import io.leaderelection.Leadership.Role;
import io.leaderelection.LossReason;
import io.leaderelection.NotLeaderException;
import io.leaderelection.gate.ManualClock;
import io.leaderelection.status.ElectionStatus.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Elections that are switched off. The queue of the timers is that of the events: {@code settle} lets listeners hear. */
class UncontestedElectionTest {

    private static final Duration DRAIN = Scene.SETTINGS.drainTimeout();

    private final ManualClock clock = new ManualClock();
    private final VirtualScheduler scheduler = new VirtualScheduler(clock);
    private final List<String> told = new ArrayList<>();
    private final UncontestedElection leader = election(true);
    private final UncontestedElection follower = election(false);

    @Test
    void leadsFromItsStartOnAndHasNoToken() {
        assertThat(leader.isLeader()).isFalse();

        leader.start();

        assertThat(leader.isLeader()).isTrue();
        assertThat(leader.leadership().role()).isEqualTo(Role.LEADER);
        assertThat(leader.leadership().fencingToken()).isZero();
        assertThat(told).as("in the thread of the start").isEmpty();
        scheduler.settle();
        assertThat(told).containsExactly("granted", "sees me");
    }

    @Test
    void leadsForEverAndNothingWaitsForATimer() {
        leader.start();
        scheduler.settle();

        assertThat(scheduler.isIdle()).isTrue();
        clock.passes(Duration.ofDays(3650));
        assertThat(leader.isLeader()).isTrue();
        leader.verify();
        assertThat(leader.status().mode()).isEqualTo(Mode.FIXED);
    }

    @Test
    void isToldOfOneGrantAndOneRevocationPerStart() {
        leader.start();
        leader.start();
        scheduler.settle();
        leader.stop();
        leader.stop();
        assertThat(leader.isLeader()).isFalse();
        assertThat(leader.runIfLeader(call -> {})).isFalse();
        scheduler.settle();
        assertThat(leader.leadership().role()).isEqualTo(Role.INACTIVE);
        leader.start();
        scheduler.settle();

        assertThat(told)
                .filteredOn(line -> !line.startsWith("sees"))
                .containsExactly("granted", "revoked STOPPED", "granted");
        assertThat(leader.isLeader()).isTrue();
    }

    @Test
    void awaitsItsWorkNoLongerThanTheDrainTimeout() {
        leader.start();
        GatedCall stubborn = leader.enter("stubborn");
        CompletableFuture<Void> stopped = leader.stop();
        scheduler.pass(DRAIN.minusMillis(1));
        assertThat(stopped).isNotDone();

        scheduler.pass(Duration.ofMillis(1));

        assertThat(stopped).isDone();
        leader.start();
        assertThat(leader.isLeader()).as("beside the work of the term before").isFalse();
        assertThat(leader.status().overdueWork()).containsExactly("stubborn");
        stubborn.close();
        scheduler.settle();
        assertThat(leader.isLeader()).isTrue();
    }

    @Test
    void doesNotStepDownButRefusesAPauseThatCannotBe() {
        leader.start();
        leader.resign();
        leader.resign(Duration.ofDays(1));

        assertThat(leader.isLeader()).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> leader.resign(Duration.ofSeconds(-1)))
                .withMessageContaining("pause");
    }

    @Test
    void aFollowerRunsNothingAndIsToldNothing() throws Exception {
        follower.start();
        scheduler.settle();

        assertThat(follower.runIfLeader(call -> told.add("ran"))).isFalse();
        assertThat(follower.callIfLeader(call -> told.add("ran"))).isEmpty();
        assertThatExceptionOfType(NotLeaderException.class).isThrownBy(follower::requireLeader);
        assertThat(follower.leadership().role()).isEqualTo(Role.FOLLOWER);
        assertThat(follower.stop()).isDone();
        assertThat(told).isEmpty();
    }

    private UncontestedElection election(boolean leads) {
        return new UncontestedElection(
                Scene.SETTINGS,
                new Ports(clock, scheduler, new FixedJitter(), scheduler::execute, VirtualScheduler::runAtOnce, "p"),
                new Listener(),
                GatedCallListener.NONE,
                leads);
    }

    private static final class FixedJitter implements Randomness {

        @Override
        public String nextName() {
            return "i";
        }

        @Override
        public double nextFraction() {
            return 0.5;
        }
    }

    private final class Listener implements LeadershipListener {

        @Override
        public void granted(Leadership leadership) {
            told.add("granted");
        }

        @Override
        public void revoked(Leadership leadership, LossReason reason) {
            told.add("revoked " + reason);
        }

        @Override
        public void leaderChanged(Leadership leadership) {
            told.add("sees " + leadership.leaderIdentity());
        }
    }
}
