package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderelection.GatedCall;
import io.leaderelection.LeaderChangedEvent;
import io.leaderelection.LeaderOnly;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.LeadershipRevokedEvent;
import io.leaderelection.autoconfigure.ToldLifecycle.Leaders;
import io.leaderelection.autoconfigure.ToldLifecycle.Reports;
import io.leaderelection.gate.GatedElection;
import io.leaderelection.spring.lifecycle.LeaderLifecycleRegistration;
import io.leaderelection.spring.lifecycle.LeaderLifecycles;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.Lifecycle;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;

/** Lifecycles of the leader in whole applications. */
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class LeaderLifecycleTests extends LeaseSpaceTests {

    private static final String[] SHORT_DRAIN = {
        "leader.election.drain-timeout=400ms", "spring.lifecycle.timeout-per-shutdown-phase=100ms"
    };

    private final Story story = new Story();

    @Test
    void areStartedByPhaseOnceAllHaveHeardOfTheGrantAndStoppedInReverse() {
        TestApplication leader = with(context -> {
            add(context, new Leaders("c", 3, story));
            add(context, new Leaders("a", -1, story));
            add(context, new Leaders("b", 2, story));
            context.registerBean(Late.class, () -> new Late(story));
        });
        awaitStart(leader, "c");

        leader.election().resign(Duration.ofMinutes(1));
        leader.events.await(LeadershipRevokedEvent.class);
        story.await("stop a");

        assertThat(story.lines())
                .containsExactly("heard of it", "start a", "start b", "start c", "stop c", "stop b", "stop a");
    }

    @Test
    void areStartedAgainInTheNextTerm() {
        TestApplication leader = with(context -> add(context, new Leaders("a", 0, story)));
        story.await("start a");

        leader.election().resign(Duration.ZERO);
        story.await("start a", 2);

        assertThat(story.lines()).containsExactly("start a", "stop a", "start a");
    }

    @Test
    void areStartedOnTheThreadOfTheEventsWithinTheirCall() {
        AtomicReference<String> seen = new AtomicReference<>("");
        TestApplication leader = with(context -> add(context, new Leaders("a", 0, story) {
            @Override
            public void start() {
                GatedCall call = GatedCall.current().orElseThrow();
                seen.set(call.name() + " " + call.leadership().fencingToken() + " "
                        + Thread.currentThread().getName());
                super.start();
            }
        }));
        story.await("start a");

        assertThat(seen.get())
                .isEqualTo("a " + leader.election().leadership().fencingToken() + " leader-election-events-shop");
    }

    @Test
    void areNeverStartedOnAFollowerWhateverBecomesOfItsContext() {
        leader();
        TestApplication follower = with(context -> add(context, new Leaders("a", 0, story)));
        follower.events.await(LeaderChangedEvent.class);

        follower.context.stop();
        follower.context.start();
        follower.context.pause();
        follower.context.restart();

        assertThat(story.lines()).isEmpty();
        assertThat(follower.context.getBean("a", Leaders.class).isRunning()).isFalse();
    }

    @Test
    void runAgainOnlyOnALeaderAfterAPause() {
        TestApplication paused = with(context -> {
            add(context, new Leaders("a", 0, story));
            add(context, new ToldLifecycle("everybody's", Integer.MAX_VALUE, story));
        });
        story.await("start a");
        TestApplication other = start();
        other.events.await(LeaderChangedEvent.class);

        paused.context.pause();
        other.events.await(LeadershipGrantedEvent.class);
        paused.context.restart();
        other.close();
        story.await("start a", 2);

        assertThat(story.lines())
                .containsExactly(
                        "start everybody's", "start a", "stop everybody's", "stop a", "start everybody's", "start a");
    }

    @Test
    void waitForWhatTheContextStartsItself() {
        CountDownLatch secondTerm = new CountDownLatch(2);
        TestApplication leader = with(context -> {
            context.addApplicationListener(
                    (ApplicationListener<LeadershipGrantedEvent>) event -> secondTerm.countDown());
            add(context, new Leaders("a", 0, story));
            add(context, new ToldLifecycle("everybody's", Integer.MAX_VALUE, story) {
                @Override
                public void start() {
                    if (secondTerm.getCount() == 1) {
                        Story.awaitLatch(secondTerm);
                    }
                    super.start();
                }
            });
        });
        story.await("start a");

        leader.context.stop();
        leader.context.start();
        story.await("start a", 2);

        assertThat(story.lines().subList(2, 6))
                .containsExactly("stop everybody's", "stop a", "start everybody's", "start a");
    }

    @Test
    void thoseAlreadyStartedAreStoppedAtOnceWhenTheTermEndsMeanwhile() {
        AtomicReference<TestApplication> application = new AtomicReference<>();
        CountDownLatch known = new CountDownLatch(1);
        TestApplication leader = with(context -> {
            add(context, new Leaders("a", 1, story));
            add(context, new Leaders("b", 2, story));
            add(context, new Leaders("c", 3, story) {
                @Override
                public void start() {
                    Story.awaitLatch(known);
                    application.get().election().resign(Duration.ofMinutes(1));
                    story.await("stop a");
                    super.start();
                }
            });
            add(context, new Leaders("d", 4, story));
        });
        application.set(leader);
        known.countDown();

        leader.events.await(LeadershipRevokedEvent.class);
        story.await("stop c");

        assertThat(story.lines()).containsExactly("start a", "start b", "stop b", "stop a", "start c", "stop c");
    }

    @Test
    void theLeaseIsKeptUntilAnAsynchronousStopCallsBack() {
        AtomicReference<Runnable> callback = new AtomicReference<>();
        TestApplication leader = with(context -> add(context, new Leaders("a", 0, story) {
            @Override
            public void stop(Runnable whenStopped) {
                callback.set(whenStopped);
                super.stop();
            }
        }));
        story.await("start a");
        TestApplication successor = with(context -> context.addApplicationListener(
                (ApplicationListener<LeadershipGrantedEvent>) event -> story.tell("successor leads")));
        successor.events.await(LeaderChangedEvent.class);

        leader.election().resign(Duration.ofMinutes(1));
        story.await("stop a");
        leader.events.await(LeadershipRevokedEvent.class);
        assertThat(runningCalls(leader, "shop")).extracting(GatedCall::name).containsExactly("a");
        story.tell("call back");
        callback.get().run();
        successor.events.await(LeadershipGrantedEvent.class);

        assertThat(story.lines()).containsExactly("start a", "stop a", "call back", "successor leads");
    }

    @Test
    void oneThatFailsToStartIsNamedAndTheOthersGoOn(CapturedOutput output) {
        TestApplication leader = with(context -> {
            add(context, new Leaders("a", 1, story) {
                @Override
                public void start() {
                    throw new IllegalStateException("no connection");
                }
            });
            add(context, new Leaders("b", 2, story));
        });
        story.await("start b");
        TestApplication successor = start();
        successor.events.await(LeaderChangedEvent.class);

        leader.close();
        successor.events.await(LeadershipGrantedEvent.class);

        assertThat(output).contains("Lifecycle 'a' could not be started").contains("no connection");
        assertThat(story.lines()).containsExactly("start b", "stop b");
    }

    @Test
    void oneThatDoesNotStopKeepsNobodyElseFromStoppingAndTheLeaseFromBeingReleased(CapturedOutput output) {
        CountDownLatch end = new CountDownLatch(1);
        TestApplication leader = with(
                context -> {
                    add(context, new Leaders("a", 1, story));
                    add(context, new Leaders("stubborn", 2, story) {
                        @Override
                        public void stop() {
                            Story.awaitLatch(end);
                            super.stop();
                        }
                    });
                },
                SHORT_DRAIN);
        story.await("start stubborn");

        leader.election().resign(Duration.ofMinutes(1));
        story.await("stop a");
        await().until(() -> output.getOut().contains("[stubborn]"));

        assertThat(story.lines()).containsExactly("start a", "start stubborn", "stop a");
        end.countDown();
        story.await("stop stubborn");
    }

    @Test
    void oneThatFailsToStopAndRunsOnKeepsItsCall() {
        TestApplication leader = with(
                context -> add(context, new Leaders("a", 1, story) {
                    @Override
                    public void stop() {
                        story.tell("will not stop");
                        throw new IllegalStateException("still busy");
                    }
                }),
                SHORT_DRAIN);
        story.await("start a");

        leader.election().resign(Duration.ofMinutes(1));
        story.await("will not stop");
        leader.events.await(LeadershipRevokedEvent.class);

        assertThat(runningCalls(leader, "shop")).extracting(GatedCall::name).containsExactly("a");
    }

    @Test
    void aLostTermStopsThemToo() {
        with(context -> add(context, new Leaders("a", 1, story)));
        story.await("start a");

        leases.delete("shop");

        story.await("stop a");
    }

    @Test
    void whatOneNeedsIsStartedBeforeItAndStoppedAfterIt() {
        TestApplication leader = with(context -> {
            add(context, new Leaders("a", 1, story));
            context.getBeanFactory().registerDependentBean("z", "a");
            add(context, new Leaders("z", 26, story));
        });
        awaitStart(leader, "a");

        leader.close();

        assertThat(story.lines()).containsExactly("start z", "start a", "stop a", "stop z");
    }

    @Test
    void theContextAwaitsTheirEndBeforeItStopsWhatIsInLowerPhases() {
        TestApplication leader = with(context -> {
            add(context, new Leaders("a", Integer.MAX_VALUE, story) {
                @Override
                public void stop(Runnable callback) {
                    new Thread(() -> super.stop(callback)).start();
                }
            });
            add(context, new ToldLifecycle("everybody's", Integer.MAX_VALUE - 1, story));
        });
        story.await("start a");

        leader.context.stop();

        assertThat(story.lines()).containsExactly("start everybody's", "start a", "stop a", "stop everybody's");
    }

    @Test
    void eachElectionHasItsOwn() {
        TestApplication leader = with(
                context -> {
                    add(context, new Leaders("a", 1, story));
                    add(context, new Reports("r", 1, story));
                },
                "leader.election.elections.reports.lease-name=reports");
        story.await("start a");
        story.await("start r");

        leader.election("reports").resign(Duration.ofMinutes(1));
        story.await("stop r");

        assertThat(story.lines()).doesNotContain("stop a");
    }

    @Test
    void thoseOfForeignTypesAreNamed() {
        ToldLifecycle container = new ToldLifecycle("container", 1, story);
        TestApplication leader = with(
                context -> {
                    add(context, new ToldLifecycle("a", 2, story));
                    context.registerBean(
                            LeaderLifecycleRegistration.class,
                            () -> new LeaderLifecycleRegistration("reports")
                                    .beans("a")
                                    .lifecycle("container", () -> container));
                },
                "leader.election.elections.reports.lease-name=reports");
        awaitStart(leader, "a");
        assertThat(runningCalls(leader, "reports"))
                .extracting(GatedCall::name)
                .containsExactlyInAnyOrder("a", "container");

        leader.close();

        assertThat(story.lines()).containsExactly("start container", "start a", "stop a", "stop container");
    }

    @Test
    void lazyInitializationDelaysNone() {
        SpringApplication application = new SpringApplication();
        application.setLazyInitialization(true);
        with(application, context -> {
            add(context, new Leaders("a", 1, story));
            context.registerBean("plain", Plain.class, () -> new Plain(story), definition -> {
                definition.setLazyInit(true);
            });
        });

        story.await("start a");
        story.await("start plain");
    }

    @Test
    void runWhereElectionsAreSwitchedOffAndEachInstanceLeads() {
        TestApplication application =
                with(context -> add(context, new Leaders("a", 1, story)), "leader.election.enabled=false");
        story.await("start a");

        application.close();

        assertThat(story.lines()).containsExactly("start a", "stop a");
    }

    @Test
    void doNotRunWhereElectionsAreSwitchedOffAndNoInstanceLeads() {
        TestApplication application = with(
                context -> add(context, new Leaders("a", 1, story)),
                "leader.election.enabled=false",
                "leader.election.when-disabled=follower");

        application.close();

        assertThat(story.lines()).isEmpty();
    }

    @Test
    void aSupplierThatHasNothingLeftToGiveKeepsNobodyFromStopping() {
        AtomicReference<Supplier<Lifecycle>> registered = new AtomicReference<>();
        ToldLifecycle container = new ToldLifecycle("container", 2, story);
        registered.set(() -> container);
        TestApplication leader = with(context -> {
            add(context, new Leaders("a", 1, story));
            add(context, new ToldLifecycle("everybody's", 0, story));
            context.registerBean(
                    LeaderLifecycleRegistration.class,
                    () -> new LeaderLifecycleRegistration()
                            .lifecycle("container", () -> registered.get().get()));
        });
        awaitStart(leader, "container");

        registered.set(() -> null);
        leader.close();

        assertThat(story.lines())
                .containsExactly(
                        "start everybody's",
                        "start a",
                        "start container",
                        "stop container",
                        "stop a",
                        "stop everybody's");
    }

    @Test
    void oneThatFailsWhateverItIsAskedKeepsNobodyElseFromStartingAndStopping(CapturedOutput output) {
        TestApplication leader = with(
                context -> {
                    add(context, new Leaders("a", 1, story));
                    add(context, new Helpless("helpless", 2, story));
                    add(context, new Leaders("c", 3, story));
                },
                SHORT_DRAIN);
        awaitStart(leader, "c");

        leader.election().resign(Duration.ofMinutes(1));
        story.await("stop a");

        assertThat(story.lines()).containsExactly("start a", "start c", "stop c", "stop a");
        assertThat(output).contains("'helpless' could not be started");
        await().untilAsserted(() -> assertThat(runningCalls(leader, "shop"))
                .extracting(GatedCall::name)
                .containsExactly("helpless"));
    }

    /** Waits until the start of a lifecycle has returned: nobody waits for one that is being started when the term ends. */
    private void awaitStart(TestApplication leader, String lifecycle) {
        story.await("start " + lifecycle);
        await().until(() -> leader.context.getBean(LeaderLifecycles.class).doing() == null);
    }

    private static List<GatedCall> runningCalls(TestApplication application, String election) {
        return ((GatedElection) application.election(election)).runningCalls();
    }

    @SuppressWarnings("unchecked")
    private static void add(GenericApplicationContext context, ToldLifecycle lifecycle) {
        context.registerBean(lifecycle.name(), (Class<ToldLifecycle>) lifecycle.getClass(), () -> lifecycle);
    }

    /** Wants to be the last to hear of a grant. */
    private static final class Late implements ApplicationListener<LeadershipGrantedEvent>, Ordered {

        private final Story story;

        private Late(Story story) {
            this.story = story;
        }

        @Override
        public void onApplicationEvent(LeadershipGrantedEvent event) {
            story.tell("heard of it");
        }

        @Override
        public int getOrder() {
            return LOWEST_PRECEDENCE;
        }
    }

    /** Throws at every question but for its phase, which it knows once. */
    private static final class Helpless extends Leaders {

        private boolean asked;

        private Helpless(String name, int phase, Story story) {
            super(name, phase, story);
        }

        @Override
        public void start() {
            throw new IllegalStateException("cannot start");
        }

        @Override
        public void stop(Runnable callback) {
            throw new IllegalStateException("cannot stop");
        }

        @Override
        public boolean isRunning() {
            throw new IllegalStateException("cannot tell");
        }

        @Override
        public boolean isAutoStartup() {
            throw new IllegalStateException("cannot tell");
        }

        @Override
        public int getPhase() {
            if (asked) {
                throw new IllegalStateException("cannot tell twice");
            }
            asked = true;
            return super.getPhase();
        }
    }

    /** A lifecycle that no context would start by itself. */
    @LeaderOnly
    private static final class Plain implements Lifecycle {

        private final Story story;
        private volatile boolean running;

        private Plain(Story story) {
            this.story = story;
        }

        @Override
        public void start() {
            story.tell("start plain");
            running = true;
        }

        @Override
        public void stop() {
            running = false;
        }

        @Override
        public boolean isRunning() {
            return running;
        }
    }
}
