package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderelection.LeaderChangedEvent;
import io.leaderelection.LeaderElections;
import io.leaderelection.Leadership.Role;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.LeadershipRevokedEvent;
import io.leaderelection.LossReason;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Trouble;
import io.leaderelection.lock.Version;
import io.leaderelection.lock.WatchListener;
import io.leaderelection.lock.memory.MemoryLeaseStore;
import io.leaderelection.lock.memory.MemoryLeases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.support.GenericApplicationContext;

/** Whole applications as replicas of each other. */
@Timeout(60)
class ReplicaTests {

    private static final String[] SHORT_LEASE = {
        "leader.election.lease-duration=2s", "leader.election.renew-deadline=1s", "leader.election.retry-period=100ms"
    };

    private final MemoryLeases leases = new MemoryLeases();
    private final List<TestApplication> started = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void closeAll() {
        started.forEach(TestApplication::close);
    }

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
        List<String> story = new CopyOnWriteArrayList<>();
        TestApplication leader = with(
                context -> context.addApplicationListener((LeadershipRevokedEvent event) -> {
                    awaitRenewals(2);
                    story.add("listener has ended");
                }),
                SHORT_LEASE);
        leader.events.await(LeadershipGrantedEvent.class);
        TestApplication follower = with(context ->
                context.addApplicationListener((LeadershipGrantedEvent event) -> story.add("successor leads")));
        follower.events.await(LeaderChangedEvent.class);

        leader.close();
        follower.events.await(LeadershipGrantedEvent.class);

        assertThat(story).containsExactly("listener has ended", "successor leads");
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
        TestApplication lazy = TestApplication.start(leases, application);
        started.add(lazy);

        lazy.events.await(LeadershipGrantedEvent.class);
    }

    @Test
    void lazyInitializationDelaysNoEventOfAnElectionThatIsSwitchedOff() {
        SpringApplication application = new SpringApplication();
        application.setLazyInitialization(true);
        TestApplication lazy = TestApplication.start(leases, application, "leader.election.enabled=false");
        started.add(lazy);

        lazy.events.await(LeadershipGrantedEvent.class);
    }

    @Test
    void severalElectionsAreWonAndLostEachByItself() {
        String[] reports = {"leader.election.elections.reports.lease-name=reports"};
        TestApplication one = start(reports);
        one.events.await(LeadershipGrantedEvent.class, "shop");
        await().until(one.election("reports")::isLeader);
        one.election("reports").resign();
        TestApplication two = start(reports);

        two.events.await(LeadershipGrantedEvent.class, "reports");

        assertThat(one.election("shop").isLeader()).isTrue();
        assertThat(two.election("shop").isLeader()).isFalse();
        assertThat(one.election("reports").isLeader()).isFalse();
    }

    @Test
    void eachContextHasALeaseSpaceOfItsOwnUnlessItIsShared() {
        leader();
        TestApplication stranger = TestApplication.start(new MemoryLeases());
        started.add(stranger);

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

        assertThat(application.exits.poll(20, TimeUnit.SECONDS)).isEqualTo(7);
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

    private TestApplication start(String... properties) {
        TestApplication application = TestApplication.start(leases, properties);
        started.add(application);
        return application;
    }

    private TestApplication leader(String... properties) {
        TestApplication application = start(properties);
        application.events.await(LeadershipGrantedEvent.class);
        return application;
    }

    private TestApplication with(Consumer<GenericApplicationContext> additions, String... properties) {
        SpringApplication application = new SpringApplication();
        application.addInitializers(context -> additions.accept((GenericApplicationContext) context));
        TestApplication replica = TestApplication.start(leases, application, properties);
        started.add(replica);
        return replica;
    }

    /** Waits for that many writes of the lease "shop". */
    private void awaitRenewals(int count) {
        CountDownLatch renewals = new CountDownLatch(count + 1);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (MemoryLeaseStore store = new MemoryLeaseStore(leases, "shop", executor)) {
            store.watch(new WatchListener() {
                @Override
                public void changed(StoredLease lease) {
                    renewals.countDown();
                }

                @Override
                public void deleted(Version version) {}

                @Override
                public void live() {}

                @Override
                public void down(Trouble trouble) {}

                @Override
                public void died(String process) {}
            });
            assertThat(renewals.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        } finally {
            executor.shutdown();
        }
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
                sawSuccessor = successorLeads.await(20, TimeUnit.SECONDS);
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
