package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderelection.LeaderChangedEvent;
import io.leaderelection.LeaderElections;
import io.leaderelection.Leadership.Role;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.LeadershipRevokedEvent;
import io.leaderelection.LossReason;
import io.leaderelection.lock.memory.MemoryLeases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.support.GenericApplicationContext;

/** Whole applications as replicas of each other. */
@Timeout(180)
class ReplicaTests extends LeaseSpaceTests {

    @TempDir
    Path directory;

    @Test
    void exactlyOneOfTwoReplicasLeadsAndTheOtherKnowsIt() {
        TestApplication leader = leader("leader.election.identity=one");
        TestApplication follower = start("leader.election.identity=two");

        assertThat(follower.events.await(LeaderChangedEvent.class).getLeaderIdentity())
                .isEqualTo("one");
        assertThat(leader.election().isLeader()).isTrue();
        assertThat(follower.election().isLeader()).isFalse();
        assertThat(follower.events.terms()).isEmpty();
    }

    @Test
    void aLeaderThatClosesHandsOverWithAHigherToken() {
        TestApplication leader = leader();
        TestApplication follower = start();
        follower.events.await(LeaderChangedEvent.class);
        long token = leader.election().leadership().fencingToken();

        leader.close();

        assertThat(follower.events.await(LeadershipGrantedEvent.class).getFencingToken())
                .isGreaterThan(token);
        assertThat(follower.election().isLeader()).isTrue();
        assertThat(leader.events.terms())
                .hasExactlyElementsOfTypes(LeadershipGrantedEvent.class, LeadershipRevokedEvent.class);
        assertThat(((LeadershipRevokedEvent) leader.events.terms().get(1)).getReason())
                .isEqualTo(LossReason.STOPPED);
    }

    @Test
    void theFileStoreHandsOverToo() {
        String[] files = {
            "leader.election.backend=file", "leader.election.file.directory=" + directory.resolve("leases")
        };
        TestApplication leader = leader(files);
        TestApplication follower = start(files);
        follower.events.await(LeaderChangedEvent.class);
        assertThat(follower.election().isLeader()).isFalse();

        leader.close();

        follower.events.await(LeadershipGrantedEvent.class);
    }

    @Test
    void theHandOverDoesNotWaitForWhateverElseStillDrains() {
        CountDownLatch successorLeads = new CountDownLatch(1);
        Draining drains = new Draining(successorLeads);
        TestApplication leader = with(context -> context.registerBean("slow", Draining.class, () -> drains));
        leader.events.await(LeadershipGrantedEvent.class);
        TestApplication follower = with(context ->
                context.addApplicationListener((LeadershipGrantedEvent event) -> successorLeads.countDown()));
        follower.events.await(LeaderChangedEvent.class);

        leader.close();

        assertThat(drains.sawSuccessor).isTrue();
    }

    @Test
    void listenersOfTheRevocationAreAwaitedWhileRenewalsGoOn() {
        Story story = new Story();
        LeaseWrites lease = new LeaseWrites(leases, "shop", story);
        TestApplication leader = with(
                context -> context.addApplicationListener((LeadershipRevokedEvent event) -> {
                    lease.awaitMore(2);
                    story.tell("listener has ended");
                }),
                FREQUENT_RENEWALS);
        leader.events.await(LeadershipGrantedEvent.class);
        TestApplication follower = with(context ->
                context.addApplicationListener((LeadershipGrantedEvent event) -> story.tell("successor leads")));
        follower.events.await(LeaderChangedEvent.class);

        leader.close();
        follower.events.await(LeadershipGrantedEvent.class);

        assertThat(story.lines()).containsExactly("listener has ended", "the lease is released", "successor leads");
        lease.close();
    }

    @Test
    void aListenerThatThrowsDelaysNoHandOver() {
        TestApplication leader = with(context -> context.addApplicationListener((LeadershipRevokedEvent event) -> {
            throw new IllegalStateException("a listener's trouble");
        }));
        leader.events.await(LeadershipGrantedEvent.class);
        TestApplication follower = start();
        follower.events.await(LeaderChangedEvent.class);

        leader.close();

        follower.events.await(LeadershipGrantedEvent.class);
        leader.events.await(LeadershipRevokedEvent.class);
    }

    @Test
    void theElectionBeginsWhenTheApplicationIsReady() {
        List<Role> roles = new CopyOnWriteArrayList<>();
        TestApplication application = with(context -> context.registerBean(
                ApplicationRunner.class,
                () -> arguments -> roles.add(context.getBean(LeaderElections.class)
                        .get()
                        .leadership()
                        .role())));

        application.events.await(LeadershipGrantedEvent.class);

        assertThat(roles).containsExactly(Role.INACTIVE);
    }

    @Test
    void theEndOfAChildContextEndsNoTerm() {
        TestApplication leader = leader();
        GenericApplicationContext management = new GenericApplicationContext();
        management.setParent(leader.context);
        management.refresh();

        management.close();

        assertThat(leader.election().isLeader()).isTrue();
    }

    @Test
    void aStoppedContextTakesPartAgainWhenItIsStarted() {
        TestApplication application = leader();
        long token = application.election().leadership().fencingToken();

        application.context.stop();

        application.events.await(LeadershipRevokedEvent.class);
        assertThat(application.election().leadership().role()).isEqualTo(Role.INACTIVE);
        application.context.start();
        assertThat(application.events.await(LeadershipGrantedEvent.class).getFencingToken())
                .isGreaterThan(token);
    }

    @Test
    void aPausedContextLeavesTheLeaseToOthersAndTakesPartAgainWhenItIsRestarted() {
        TestApplication application = leader();
        TestApplication other = start();
        other.events.await(LeaderChangedEvent.class);

        application.context.pause();
        other.events.await(LeadershipGrantedEvent.class);
        assertThat(application.election().isLeader()).isFalse();

        application.context.restart();
        other.close();
        application.events.await(LeadershipRevokedEvent.class);
        application.events.await(LeadershipGrantedEvent.class);
    }

    @Test
    void lazyInitializationDelaysNoElection() {
        SpringApplication application = new SpringApplication();
        application.setLazyInitialization(true);
        TestApplication lazy = with(application, context -> {});

        lazy.events.await(LeadershipGrantedEvent.class);
    }

    @Test
    void lazyInitializationDelaysNoEventOfAnElectionThatIsSwitchedOff() {
        SpringApplication application = new SpringApplication();
        application.setLazyInitialization(true);
        TestApplication lazy = with(application, context -> {}, "leader.election.enabled=false");

        lazy.events.await(LeadershipGrantedEvent.class);
    }

    @Test
    void severalElectionsAreWonAndLostEachByItself() {
        String[] reports = {"leader.election.elections.reports.lease-name=reports"};
        TestApplication one = start(reports);
        one.events.await(LeadershipGrantedEvent.class, "shop");
        await().until(one.election("reports")::isLeader);
        one.election("reports").resign(Duration.ofMinutes(1));
        TestApplication two = start(reports);

        two.events.await(LeadershipGrantedEvent.class, "reports");

        assertThat(one.election("shop").isLeader()).isTrue();
        assertThat(two.election("shop").isLeader()).isFalse();
        assertThat(one.election("reports").isLeader()).isFalse();
    }

    @Test
    void eachContextHasALeaseSpaceOfItsOwnUnlessItIsShared() {
        leader();
        TestApplication stranger = closedAfterTheTest(TestApplication.start(new MemoryLeases()));

        stranger.events.await(LeadershipGrantedEvent.class);
    }

    @Test
    void anObserverKnowsTheLeaderAndNeverLeads() {
        TestApplication observer = start("leader.election.campaign=false");
        TestApplication leader = leader("leader.election.identity=one");

        while (!"one".equals(observer.events.await(LeaderChangedEvent.class).getLeaderIdentity())) {
            assertThat(observer.election().isLeader()).isFalse();
        }
        leader.close();
        while (observer.events.await(LeaderChangedEvent.class).getLeaderIdentity() != null) {
            assertThat(observer.election().isLeader()).isFalse();
        }
        assertThat(observer.events.terms()).isEmpty();
    }

    @Test
    void tokensAreHigherThanTheFloor() {
        assertThat(leader("leader.election.fencing.token-floor=99")
                        .election()
                        .leadership()
                        .fencingToken())
                .isGreaterThan(99);
    }

    @Test
    void eventsOfAnElectionComeInOrderOnOneThreadWithTheClassLoaderOfTheApplication() {
        List<@Nullable ClassLoader> loaders = new CopyOnWriteArrayList<>();
        TestApplication application =
                with(context -> context.addApplicationListener((ApplicationListener<LeadershipGrantedEvent>)
                        event -> loaders.add(Thread.currentThread().getContextClassLoader())));
        application.events.await(LeadershipGrantedEvent.class);
        for (int i = 0; i < 5; i++) {
            application.election().resign(Duration.ZERO);
            application.events.await(LeadershipRevokedEvent.class);
            application.events.await(LeadershipGrantedEvent.class);
        }

        assertThat(application.events.terms())
                .hasSize(11)
                .extracting(event -> event.getLeadership().fencingToken())
                .isSorted();
        for (int i = 0; i < 11; i++) {
            assertThat(application.events.terms().get(i))
                    .isInstanceOf(i % 2 == 0 ? LeadershipGrantedEvent.class : LeadershipRevokedEvent.class);
        }
        assertThat(application.events.threads()).allMatch(name -> name.startsWith("leader-election-events-shop"));
        assertThat(loaders).hasSize(6).containsOnly(application.context.getClassLoader());
    }

    @Test
    void aLostTermEndsTheProcessWhereThatIsAskedFor() throws InterruptedException {
        TestApplication application = leader("leader.election.on-loss=exit", "leader.election.exit-code=7");

        leases.delete("shop");

        assertThat(application.exits.poll(60, TimeUnit.SECONDS)).isEqualTo(7);
        assertThat(application.events.await(LeadershipRevokedEvent.class).getReason())
                .isEqualTo(LossReason.LEASE_DELETED);
    }

    @Test
    void aTermThatWasGivenUpEndsNoProcess() {
        TestApplication application = leader("leader.election.on-loss=exit");

        application.election().resign(Duration.ZERO);
        application.events.await(LeadershipRevokedEvent.class);
        application.events.await(LeadershipGrantedEvent.class);
        application.close();

        assertThat(application.events.terms()).hasSize(4);
        assertThat(application.exits).isEmpty();
    }

    @Test
    void aLostTermEndsNoProcessOtherwise() {
        TestApplication application = leader(SHORT_LEASE);

        leases.delete("shop");

        application.events.await(LeadershipRevokedEvent.class);
        application.events.await(LeadershipGrantedEvent.class);
        assertThat(application.exits).isEmpty();
    }

    /** Something whose end takes until another replica leads, as a slow web request might: stopped before all else. */
    private static final class Draining implements SmartLifecycle {

        private final CountDownLatch successorLeads;
        private volatile boolean running;
        private volatile boolean sawSuccessor;

        private Draining(CountDownLatch successorLeads) {
            this.successorLeads = successorLeads;
        }

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            running = false;
            try {
                sawSuccessor = successorLeads.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public boolean isRunning() {
            return running;
        }
    }
}
