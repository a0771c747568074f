package io.leaderelection.spring.leaderonly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderelection.GatedCall;
import io.leaderelection.LeaderChangedEvent;
import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElectionControl;
import io.leaderelection.LeaderElections;
import io.leaderelection.LeaderOnly;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.LeadershipRevokedEvent;
import io.leaderelection.lock.memory.MemoryLeases;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ApplicationListener;

/** Gated methods of two replicas over the terms of their election. */
@Timeout(180)
class HandOverTests {

    private final MemoryLeases leases = new MemoryLeases();

    @Test
    void exactlyOneRunsAndAfterAHandOverTheOther() {
        try (GatedReplica one = GatedReplica.leader(leases, Work.class);
                GatedReplica two = GatedReplica.follower(leases, Work.class)) {
            two.events.await(LeaderChangedEvent.class);
            one.bean(Work.class).count();
            two.bean(Work.class).count();
            assertThat(one.bean(Work.class).runs()).isEqualTo(1);
            assertThat(two.bean(Work.class).runs()).isZero();

            one.handOver();
            two.events.await(LeadershipGrantedEvent.class);
            one.bean(Work.class).count();
            two.bean(Work.class).count();

            assertThat(one.bean(Work.class).runs()).isEqualTo(1);
            assertThat(two.bean(Work.class).runs()).isEqualTo(1);
        }
    }

    @Test
    void afterALossNothingMoreIsLetIn() {
        try (GatedReplica replica = GatedReplica.leader(leases, Work.class, ElectsNobody.class)) {
            leases.delete("shop");
            replica.events.await(LeadershipRevokedEvent.class);

            replica.bean(Work.class).count();

            assertThat(replica.bean(Work.class).runs()).isZero();
        }
    }

    @Test
    void theLeaseIsNotReleasedBeforeARunningCallHasEnded() throws InterruptedException {
        try (GatedReplica one = GatedReplica.leader(leases, Work.class);
                GatedReplica two = GatedReplica.follower(leases, Work.class)) {
            two.events.await(LeaderChangedEvent.class);
            Work work = one.bean(Work.class);
            CompletableFuture<Void> call = CompletableFuture.runAsync(work::untilTold);
            work.awaitBegun();

            one.handOver();
            one.events.await(LeadershipRevokedEvent.class);
            assertThat(two.events.terms()).as("while the call goes on").isEmpty();
            work.tell();

            two.events.await(LeadershipGrantedEvent.class);
            assertThat(call).succeedsWithin(Duration.ofSeconds(60));
        }
    }

    @Test
    void aRunningCallIsInterruptedWhereThatIsAskedFor() throws InterruptedException {
        try (GatedReplica replica = GatedReplica.leader(leases, Work.class)) {
            Work work = replica.bean(Work.class);
            CompletableFuture<Boolean> interrupted = CompletableFuture.supplyAsync(() -> {
                work.untilInterrupted();
                return Thread.currentThread().isInterrupted();
            });
            work.awaitBegun();

            replica.election().resign();

            assertThat(interrupted)
                    .as("the thread's state after the call")
                    .succeedsWithin(Duration.ofSeconds(60))
                    .isEqualTo(false);
            assertThat(work.interruptions()).isEqualTo(1);
        }
    }

    @Test
    void anInterruptThatTheCallDidNotNoticeHitsNothingElse() {
        try (GatedReplica replica = GatedReplica.leader(leases, Work.class)) {
            replica.bean(Work.class).resignsAndGoesOn();

            assertThat(replica.bean(Work.class).interruptions()).isEqualTo(1);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void aCallMayResignAndKnowsThatItsTermIsOver() {
        try (GatedReplica replica = GatedReplica.leader(leases, Work.class)) {
            long token = replica.election().leadership().fencingToken();

            replica.bean(Work.class).resigns();

            Work work = replica.bean(Work.class);
            assertThat(work.token()).isEqualTo(token);
            replica.events.await(LeadershipRevokedEvent.class);
            replica.events.await(LeadershipGrantedEvent.class);
        }
    }

    @Test
    void callsWithinCallsAreLetInAndAwaitedTogether() {
        try (GatedReplica one = GatedReplica.leader(leases, Work.class, Outer.class);
                GatedReplica two = GatedReplica.follower(leases, Work.class, Outer.class)) {
            two.events.await(LeaderChangedEvent.class);

            one.bean(Outer.class).work();

            assertThat(one.bean(Work.class).runs()).isEqualTo(1);
            assertThat(one.bean(Outer.class).names()).isEqualTo("Outer.work Work.count Outer.work");
            one.close();
            two.events.await(LeadershipGrantedEvent.class);
        }
    }

    /** Keeps this replica from leading again: there is no other to take over. */
    static class ElectsNobody implements ApplicationListener<LeadershipRevokedEvent> {

        @Override
        public void onApplicationEvent(LeadershipRevokedEvent event) {
            LeaderElectionControl.of(event.getElection()).stop();
        }
    }

    static class Work {

        private final LeaderElections elections;
        private final AtomicInteger runs = new AtomicInteger();
        private final AtomicInteger interruptions = new AtomicInteger();
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch told = new CountDownLatch(1);
        private volatile String name = "";
        private volatile long token;

        Work(LeaderElections elections) {
            this.elections = elections;
        }

        @LeaderOnly
        void count() {
            runs.incrementAndGet();
            name = GatedCall.current().orElseThrow().name();
        }

        @LeaderOnly
        void untilTold() {
            begun.countDown();
            await().until(() -> told.getCount() == 0);
        }

        @LeaderOnly(interrupt = true)
        void untilInterrupted() {
            begun.countDown();
            try {
                told.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException asked) {
                interruptions.incrementAndGet();
            }
        }

        @LeaderOnly(interrupt = true)
        void resignsAndGoesOn() {
            Thread self = Thread.currentThread();
            elections.get().resign();
            await().pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .ignoreExceptions()
                    .until(self::isInterrupted);
            interruptions.incrementAndGet();
        }

        @LeaderOnly
        void resigns() {
            GatedCall call = GatedCall.current().orElseThrow();
            LeaderElection election = elections.get();
            election.resign(Duration.ZERO);
            token = call.leadership().fencingToken();
            assertThat(call.isLeading()).isFalse();
            assertThat(call.timeLeft()).isZero();
        }

        void awaitBegun() throws InterruptedException {
            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        }

        void tell() {
            told.countDown();
        }

        int runs() {
            return runs.get();
        }

        int interruptions() {
            return interruptions.get();
        }

        String name() {
            return name;
        }

        long token() {
            return token;
        }
    }

    static class Outer {

        private final Work inner;
        private volatile String names = "";

        Outer(Work inner) {
            this.inner = inner;
        }

        @LeaderOnly
        void work() {
            String before = GatedCall.current().orElseThrow().name();
            inner.count();
            names = before + " " + inner.name() + " "
                    + GatedCall.current().orElseThrow().name();
        }

        String names() {
            return names;
        }
    }
}
