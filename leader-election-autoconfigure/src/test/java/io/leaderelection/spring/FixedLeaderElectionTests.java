package io.leaderelection.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leaderelection.GatedCallListener;
import io.leaderelection.Leadership;
import io.leaderelection.Leadership.Role;
import io.leaderelection.LossReason;
import io.leaderelection.NotLeaderException;
import io.leaderelection.elector.CandidateListener;
import io.leaderelection.elector.system.ElectorThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FixedLeaderElectionTests {

    private final List<String> told = new ArrayList<>();
    private final FixedLeaderElection leader = new FixedLeaderElection(
            "orders",
            true,
            self -> new Listener(),
            GatedCallListener.NONE,
            new ElectorThreads(getClass().getClassLoader()));
    private final FixedLeaderElection follower = new FixedLeaderElection(
            "orders",
            false,
            self -> new Listener(),
            GatedCallListener.NONE,
            new ElectorThreads(getClass().getClassLoader()));

    @Test
    void aLeaderLeadsBeforeItIsStartedAndHasNoToken() {
        assertThat(leader.isLeader()).isTrue();
        assertThat(leader.leadership().role()).isEqualTo(Role.LEADER);
        assertThat(leader.leadership().fencingToken()).isZero();
        assertThat(leader.name()).isEqualTo("orders");
    }

    @Test
    void aLeaderIsToldOfOneGrantAndOneRevocationPerStart() {
        leader.start();
        leader.start();
        leader.stop();
        leader.stop();
        leader.start();

        assertThat(told).containsExactly("granted", "revoked STOPPED", "granted");
        assertThat(leader.isLeader()).isTrue();
    }

    @Test
    void aStoppedLeaderActsNoMore() {
        leader.start();

        assertThat(leader.stop().toCompletableFuture()).isCompleted();

        assertThat(leader.isLeader()).isFalse();
        assertThat(leader.runIfLeader(() -> {})).isFalse();
        assertThat(leader.leadership().role()).isEqualTo(Role.INACTIVE);
        assertThat(leader.leadership().lastLoss()).isEqualTo(LossReason.STOPPED);
    }

    @Test
    void aLeaderDoesNotStepDown() {
        leader.resign();
        leader.resign(Duration.ofDays(1));

        assertThat(leader.isLeader()).isTrue();
    }

    @Test
    void aLeaderRunsActions() throws Exception {
        AtomicInteger runs = new AtomicInteger();

        assertThat(leader.runIfLeader(runs::incrementAndGet)).isTrue();
        assertThat(leader.callIfLeader(runs::incrementAndGet)).contains(2);
        leader.requireLeader();
    }

    @Test
    void aFollowerRunsNothingAndIsToldNothing() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        follower.start();

        assertThat(follower.isLeader()).isFalse();
        assertThat(follower.runIfLeader(runs::incrementAndGet)).isFalse();
        assertThat(follower.callIfLeader(runs::incrementAndGet)).isEmpty();
        assertThatExceptionOfType(NotLeaderException.class)
                .isThrownBy(follower::requireLeader)
                .withMessageContaining("orders");
        follower.stop();

        assertThat(runs).hasValue(0);
        assertThat(told).isEmpty();
    }

    private final class Listener implements CandidateListener {

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
            told.add("leader changed");
        }
    }
}
