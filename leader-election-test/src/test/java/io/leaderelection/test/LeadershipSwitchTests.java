package io.leaderelection.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.leaderelection.GatedCall;
import io.leaderelection.GatedCallListener;
import io.leaderelection.GatedCallListener.Outcome;
import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElectionControl;
import io.leaderelection.LeaderElections;
import io.leaderelection.LeaderOnly;
import io.leaderelection.Leadership.Role;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.LossReason;
import io.leaderelection.NotLeaderException;
import io.leaderelection.autoconfigure.LeaderElectionAutoConfiguration;
import io.leaderelection.autoconfigure.LeaderLifecycleAutoConfiguration;
import io.leaderelection.gate.GatedElection;
import io.leaderelection.spi.CallAdmission;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;

@Timeout(180)
class LeadershipSwitchTests {

    /** Short enough to be waited for, and long enough for what is not to be given up on a busy machine. */
    private static final Duration IMPATIENCE = Duration.ofSeconds(3);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withPropertyValues("spring.application.name=billing", "leader.election.elections.reports.start=manual")
            .withBean(RecordedEvents.class)
            .withConfiguration(AutoConfigurations.of(LeaderElectionAutoConfiguration.class));

    private final ApplicationContextRunner leader = runner.withInitializer(LeadershipSwitch.startingAs(Role.LEADER));

    private final ApplicationContextRunner follower =
            runner.withInitializer(LeadershipSwitch.startingAs(Role.FOLLOWER));

    private final ApplicationContextRunner impatient =
            runner.withInitializer(LeadershipSwitch.startingAs(Role.LEADER, IMPATIENCE));

    @Test
    void leadsFromTheBeginningAndHasToldSo() {
        leader.run(context -> {
            LeadershipSwitch leadership = context.getBean(LeadershipSwitch.class);
            assertThat(leadership).isLeader();
            assertThat(context.getBean(RecordedEvents.class).lines())
                    .containsExactly("granted 1", "leader this-instance");
        });
    }

    @Test
    void tellsOfEveryTermInOrderWithTokensThatRise() {
        follower.run(context -> {
            LeadershipSwitch leadership = context.getBean(LeadershipSwitch.class);
            assertThat(leadership).isNotLeader();

            leadership.grant();
            leadership.grant();
            leadership.revoke();
            leadership.revoke();
            leadership.grant();
            leadership.lose();

            assertThat(context.getBean(RecordedEvents.class).lines())
                    .containsExactly(
                            "granted 1",
                            "leader this-instance",
                            "revoked 1 RESIGNED",
                            "leader null",
                            "granted 2",
                            "leader this-instance",
                            "revoked 2 DEADLINE",
                            "leader null");
            assertThat(leadership.election().leadership().lastLoss()).isEqualTo(LossReason.DEADLINE);
        });
    }

    @Test
    void namesTheLeaderToFollowers() {
        leader.run(context -> {
            LeadershipSwitch leadership = context.getBean(LeadershipSwitch.class);
            leadership.revokeInFavourOf("billing-2");
            assertThatThrownBy(leadership.election()::requireLeader)
                    .isInstanceOf(NotLeaderException.class)
                    .hasMessageContaining("billing-2");
            leadership.revokeInFavourOf("billing-3");
            assertThat(context.getBean(RecordedEvents.class).lines())
                    .endsWith("revoked 1 RESIGNED", "leader null", "leader billing-2", "leader billing-3");
        });
    }

    @ParameterizedTest
    @EnumSource(
            names = {"RESIGNED", "STOPPED"},
            mode = Mode.EXCLUDE)
    void losesATermForEveryReasonAndGetsAnotherOne(LossReason reason) {
        leader.run(context -> {
            LeadershipSwitch leadership = context.getBean(LeadershipSwitch.class);
            long token = leadership.election().leadership().fencingToken();
            leadership.lose(reason);
            assertThat(leadership).isNotLeader();
            assertThat(context.getBean(RecordedEvents.class).lines()).contains("revoked 1 " + reason);
            leadership.grant();
            leadership.election().verify();
            assertThat(leadership.election().leadership().fencingToken()).isGreaterThan(token);
            assertThat(context.getBean(RecordedEvents.class).lines()).contains("granted 2");
        });
    }

    @Test
    void switchesEachElectionByItself() {
        follower.run(context -> {
            LeadershipSwitch leadership = context.getBean(LeadershipSwitch.class);
            LeadershipSwitch reports = leadership.of("reports");
            assertThat(reports.election().leadership().role()).isEqualTo(Role.INACTIVE);

            reports.grant();

            assertThat(reports).isLeader();
            assertThat(leadership).isNotLeader();
            assertThat(context.getBean(LeaderElections.class).get("reports")).isSameAs(reports.election());
            assertThatThrownBy(() -> leadership.of("report"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("reports");
        });
    }

    @Test
    void takesNoPartUntilTheApplicationStarts() {
        runner.withInitializer(LeadershipSwitch.startingAs(Role.INACTIVE)).run(context -> {
            LeaderElection election = context.getBean(LeadershipSwitch.class).election();
            assertThat(election.leadership().role()).isEqualTo(Role.INACTIVE);
            LeaderElectionControl.of(election).start();
            assertThat(election.leadership().role()).isEqualTo(Role.FOLLOWER);
        });
    }

    @Test
    void recordsWhatTheGateDid() {
        leader.run(context -> {
            LeadershipSwitch leadership = context.getBean(LeadershipSwitch.class);
            LeaderElection election = leadership.election();
            GatedCall close = CallAdmission.of(election).enter("Billing.close");
            leadership.lose();
            close.close();
            assertThat(CallAdmission.of(election).tryEnter("Billing.dispatch")).isNull();
            assertThatThrownBy(() -> CallAdmission.of(election).enter("Billing.close"))
                    .isInstanceOf(NotLeaderException.class);

            assertThat(leadership)
                    .admitted("Billing.close")
                    .overran("Billing.close")
                    .skipped("Billing.dispatch")
                    .refused("Billing.close");
            assertThat(leadership.calls())
                    .extracting(RecordedCall::outcome)
                    .containsExactly(Outcome.ADMITTED, Outcome.OVERRAN, Outcome.SKIPPED, Outcome.REFUSED);
            assertThat(leadership.of("reports").calls()).isEmpty();
            assertThatThrownBy(() -> assertThat(leadership).skipped("Billing.close"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("'Billing.close' was SKIPPED")
                    .hasMessageContaining("Billing.dispatch SKIPPED");
            assertThatThrownBy(() -> assertThat(leadership).admittedNothing()).hasMessageContaining("[Billing.close]");
        });
    }

    @Test
    void leavesTheApplicationsOwnListenersTheirCalls() {
        Map<String, Outcome> heard = new ConcurrentHashMap<>();
        follower.withBean(GatedCallListener.class, () -> (election, call, outcome) -> heard.put(call, outcome))
                .run(context -> {
                    CallAdmission.of(context.getBean(LeadershipSwitch.class).election())
                            .tryEnter("Billing.dispatch");
                    assertThat(heard).containsExactly(entry("Billing.dispatch", Outcome.SKIPPED));
                });
    }

    @Test
    void startsAndEndsWorkers() {
        follower.run(context -> {
            LeadershipSwitch leadership = context.getBean(LeadershipSwitch.class);
            CountDownLatch started = new CountDownLatch(1);
            CountDownLatch ended = new CountDownLatch(1);
            leadership.election().whileLeading("pump", call -> {
                started.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException end) {
                    ended.countDown();
                }
            });
            leadership.grant();
            started.await();
            leadership.revoke();
            assertThat(ended.getCount()).isZero();
        });
    }

    @Test
    void startsAndStopsLifecycles() {
        follower.withConfiguration(AutoConfigurations.of(LeaderLifecycleAutoConfiguration.class))
                .withBean(Consumer.class)
                .run(context -> {
                    LeadershipSwitch leadership = context.getBean(LeadershipSwitch.class);
                    Consumer consumer = context.getBean(Consumer.class);
                    assertThat(consumer.isRunning()).isFalse();
                    leadership.grant();
                    assertThat(consumer.isRunning()).isTrue();
                    leadership.lose();
                    assertThat(consumer.isRunning()).isFalse();
                    leadership.grant();
                    leadership.revoke();
                    assertThat(consumer.isRunning()).isFalse();
                });
    }

    @Test
    void hasStartedTheLifecyclesOfAContextThatWasPausedWhenItIsReset() {
        leader.withConfiguration(AutoConfigurations.of(LeaderLifecycleAutoConfiguration.class))
                .withBean(Consumer.class)
                .run(context -> {
                    for (int i = 0; i < 20; i++) {
                        context.getSourceApplicationContext().pause();
                        assertThat(context.getBean(Consumer.class).isRunning()).isFalse();
                        context.getSourceApplicationContext().restart();
                        context.getBean(SwitchBoard.class).resetIfRunning();
                        assertThat(context.getBean(Consumer.class).isRunning()).isTrue();
                    }
                });
    }

    @Test
    void revokeWaitsForRunningWorkThatWasToldToStop() {
        leader.run(context -> {
            LeadershipSwitch leadership = context.getBean(LeadershipSwitch.class);
            GatedCall call = CallAdmission.of(leadership.election()).enter("Billing.close");
            call.onStop(call::close);
            leadership.revoke();
            assertThat(((GatedElection) leadership.election()).runningCalls()).isEmpty();
        });
    }

    @Test
    void knowsOfEveryOverrunOnceTheWorkHasEnded() {
        leader.run(context -> {
            LeadershipSwitch leadership = context.getBean(LeadershipSwitch.class);
            for (int i = 0; i < 300; i++) {
                String name = "Billing.close-" + i;
                GatedCall call = CallAdmission.of(leadership.election()).enter(name);
                CountDownLatch stop = new CountDownLatch(1);
                call.onStop(stop::countDown);
                Thread worker = new Thread(() -> {
                    try (call) {
                        stop.await();
                    } catch (InterruptedException end) {
                        Thread.currentThread().interrupt();
                    }
                });
                worker.start();
                leadership.revoke();
                assertThat(leadership).overran(name);
                worker.join();
                leadership.grant();
            }
        });
    }

    @Test
    void revokeNamesTheWorkThatDoesNotEndAndLaterTestsDoNotWaitForIt() {
        impatient.run(context -> {
            LeadershipSwitch leadership = context.getBean(LeadershipSwitch.class);
            CallAdmission.of(leadership.election()).enter("Billing.close");
            assertThatThrownBy(leadership::revoke)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("revoke() of election 'billing' has waited PT3S")
                    .hasMessageContaining("[Billing.close]");
            leadership.grant();
            assertThat(leadership).isLeader();
        });
    }

    @Test
    void aNewTermWaitsForTheWorkOfALostOne() {
        impatient.run(context -> {
            LeadershipSwitch leadership = context.getBean(LeadershipSwitch.class);
            GatedCall call = CallAdmission.of(leadership.election()).enter("Billing.close");
            leadership.lose();
            assertThat(call.isLeading()).isFalse();
            assertThatThrownBy(leadership::grant).hasMessageContaining("[Billing.close]");
        });
    }

    @Test
    void saysWhatAListenerIsDoingThatDoesNotReturn() {
        CountDownLatch end = new CountDownLatch(1);
        AtomicReference<LeadershipSwitch> leadership = new AtomicReference<>();
        runner.withInitializer(LeadershipSwitch.startingAs(Role.FOLLOWER, IMPATIENCE))
                .withBean(SlowListener.class, () -> new SlowListener(end))
                .run(context -> {
                    leadership.set(context.getBean(LeadershipSwitch.class));
                    assertThatThrownBy(leadership.get()::grant)
                            .isInstanceOf(AssertionError.class)
                            .hasMessageContaining("a listener of its events")
                            .hasStackTraceContaining("SlowListener.onApplicationEvent");
                    end.countDown();
                });
    }

    @Test
    void isNotForListenersWhichWouldWaitForThemselves() {
        AtomicReference<Throwable> refusal = new AtomicReference<>();
        follower.withBean(SelfSwitch.class, () -> new SelfSwitch(refusal)).run(context -> {
            context.getBean(LeadershipSwitch.class).grant();
            assertThat(refusal.get()).isInstanceOf(IllegalStateException.class).hasMessageContaining("listener");
        });
    }

    @Test
    void endsTheTermOfTheCallThatItIsUsedIn() {
        leader.run(context -> {
            LeadershipSwitch leadership = context.getBean(LeadershipSwitch.class);
            leadership.election().runIfLeader(call -> leadership.revoke());
            assertThat(leadership).isNotLeader();
            leadership.grant();
            leadership.election().runIfLeader(call -> leadership.lose());
            assertThat(leadership).isNotLeader();
        });
    }

    @Test
    void followsAnApplicationThatResigns() {
        leader.run(context -> {
            LeadershipSwitch leadership = context.getBean(LeadershipSwitch.class);
            leadership.election().runIfLeader(call -> leadership.election().resign());
            assertThat(leadership).isNotLeader();
            leadership.grant();
            assertThat(leadership).isLeader();
            leadership.election().resign(Duration.ofDays(10_000));
            assertThat(leadership).isNotLeader();
            leadership.grant();
            assertThat(leadership).isLeader();
        });
    }

    @Test
    void goesOnAfterAPauseOfItsContext() {
        leader.run(context -> {
            LeadershipSwitch leadership = context.getBean(LeadershipSwitch.class);
            context.getSourceApplicationContext().pause();
            assertThat(leadership).isNotLeader();
            assertThatThrownBy(leadership::grant)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("paused");
            context.getSourceApplicationContext().restart();
            assertThat(leadership).isLeader();
            assertThat(leadership.election().leadership().term()).isEqualTo(2);
        });
    }

    @Test
    void refusesReasonsOfAnOrderlyEnd() {
        leader.run(context -> assertThatThrownBy(
                        () -> context.getBean(LeadershipSwitch.class).lose(LossReason.RESIGNED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RESIGNED"));
    }

    @Test
    void opensNeitherStoresNorThreadsBeforeThereIsSomethingToTell() {
        // Tells the threads of this context from those of other tests, which may begin and end meanwhile.
        ClassLoader own = new URLClassLoader(new URL[0], getClass().getClassLoader());
        follower.withPropertyValues("leader.election.backend=file", "leader.election.file.directory=/nowhere")
                .withClassLoader(own)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(electionThreads(own)).isEmpty();

                    context.getBean(LeadershipSwitch.class).grant();
                    assertThat(electionThreads(own)).contains("leader-election-events-billing");
                });
    }

    private static List<String> electionThreads(ClassLoader loader) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getContextClassLoader() == loader)
                .map(Thread::getName)
                .filter(name -> name.startsWith("leader-election"))
                // Plays once in a JVM, and ends.
                .filter(name -> !name.equals("leader-election-rehearsal"))
                .toList();
    }

    @LeaderOnly
    static final class Consumer implements SmartLifecycle {

        private volatile boolean running;

        @Override
        public void start() {
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

    private static final class SlowListener implements ApplicationListener<LeadershipGrantedEvent> {

        private final CountDownLatch end;

        private SlowListener(CountDownLatch end) {
            this.end = end;
        }

        @Override
        public void onApplicationEvent(LeadershipGrantedEvent event) {
            try {
                end.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static final class SelfSwitch implements ApplicationListener<LeadershipGrantedEvent> {

        private final AtomicReference<Throwable> refusal;
        private final AtomicReference<LeadershipSwitch> leadership = new AtomicReference<>();

        private SelfSwitch(AtomicReference<Throwable> refusal) {
            this.refusal = refusal;
        }

        @Autowired
        void use(LeadershipSwitch used) {
            leadership.set(used);
        }

        @Override
        public void onApplicationEvent(LeadershipGrantedEvent event) {
            try {
                leadership.get().revoke();
            } catch (IllegalStateException refused) {
                refusal.set(refused);
            }
        }
    }
}
