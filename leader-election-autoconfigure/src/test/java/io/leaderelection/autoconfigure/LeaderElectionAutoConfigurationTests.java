package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElectionControl;
import io.leaderelection.LeaderElections;
import io.leaderelection.Leadership.Role;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.LeadershipRevokedEvent;
import io.leaderelection.LossReason;
import io.leaderelection.elector.Randomness;
import io.leaderelection.elector.system.ElectorThreads;
import io.leaderelection.elector.system.SystemClock;
import io.leaderelection.elector.system.SystemRandomness;
import io.leaderelection.gate.ElectorClock;
import io.leaderelection.lock.memory.MemoryLeaseStore;
import io.leaderelection.lock.memory.MemoryLeases;
import io.leaderelection.spi.LeaseStoreFactory;
import io.leaderelection.spring.ElectionLifecycle;
import io.leaderelection.spring.NamedLeaderElections;
import io.leaderelection.spring.ProcessExit;
import io.leaderelection.spring.RecordedEvents;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@ExtendWith(OutputCaptureExtension.class)
class LeaderElectionAutoConfigurationTests {

    private final ApplicationContextRunner bare = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    KubernetesLeaderElectionAutoConfiguration.class, LeaderElectionAutoConfiguration.class));

    private final ApplicationContextRunner runner =
            bare.withPropertyValues("spring.application.name=shop", "leader.election.backend=memory");

    private final ClassLoader own = new URLClassLoader(new URL[0], getClass().getClassLoader());

    @TempDir
    Path directory;

    @Test
    void thereIsOneElectionWithTheNameOfTheApplication() {
        runner.run(context -> {
            assertThat(context).hasSingleBean(LeaderElections.class);
            LeaderElections elections = context.getBean(LeaderElections.class);
            assertThat(elections.all()).extracting(LeaderElection::name).containsExactly("shop");
            assertThat(elections.get()).isSameAs(elections.get("shop"));
        });
    }

    @Test
    void furtherElectionsFollowTheDefaultOne() {
        runner.withPropertyValues(
                        "leader.election.elections.reports.campaign=false",
                        "leader.election.elections.mails.lease-name=mails")
                .run(context -> assertThat(
                                context.getBean(LeaderElections.class).all())
                        .extracting(LeaderElection::name)
                        .startsWith("shop")
                        .containsExactlyInAnyOrder("shop", "reports", "mails"));
    }

    @Test
    void onlyBeansOfOwnTypesAreAdded() {
        Stream.of("true", "false")
                .forEach(enabled -> runner.withPropertyValues("leader.election.enabled=" + enabled)
                        .run(context -> assertThat(context.getBeanDefinitionNames())
                                .filteredOn(name -> isOurs(context, name))
                                .isNotEmpty()
                                .allSatisfy(
                                        name -> assertThat(context.getType(name).getName())
                                                .startsWith("io.leaderelection."))));
    }

    private static boolean isOurs(AssertableApplicationContext context, String bean) {
        String factory = context.getBeanFactory().getBeanDefinition(bean).getFactoryBeanName();
        return factory != null && factory.startsWith("io.leaderelection.");
    }

    @Test
    void nothingRunsBeforeAnElectionIsStarted() {
        runner.withClassLoader(own).run(context -> {
            assertThat(context.getBean(LeaderElections.class).get().leadership().role())
                    .isEqualTo(Role.INACTIVE);
            assertThat(threads()).isEmpty();

            LeaderElectionControl.of(context.getBean(LeaderElections.class).get())
                    .start();
            await().until(() -> threads().contains("leader-election"));
        });
    }

    @Test
    void anElectionIsStartedWithTheContextWhereThatIsAskedFor() {
        runner.withPropertyValues("leader.election.start=refreshed")
                .withBean(RecordedEvents.class)
                .run(context -> {
                    LeadershipGrantedEvent granted =
                            context.getBean(RecordedEvents.class).await(LeadershipGrantedEvent.class);
                    assertThat(granted.getElection().isLeader()).isTrue();
                    assertThat(granted.getFencingToken()).isPositive();
                });
    }

    @Test
    void anElectionMayBeStartedByHand() {
        runner.withPropertyValues("leader.election.start=manual")
                .withBean(RecordedEvents.class)
                .run(context -> {
                    LeaderElection election =
                            context.getBean(LeaderElections.class).get();
                    assertThat(election.leadership().role()).isEqualTo(Role.INACTIVE);

                    LeaderElectionControl.of(election).start();

                    context.getBean(RecordedEvents.class).await(LeadershipGrantedEvent.class);
                });
    }

    @Test
    void usersLeaderElectionsReplaceEverything() {
        bare.withBean(LeaderElections.class, () -> mock(LeaderElections.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(LeaderElections.class)
                        .doesNotHaveBean(NamedLeaderElections.class)
                        .doesNotHaveBean(ElectionLifecycle.class)
                        .doesNotHaveBean(ElectorThreads.class)
                        .doesNotHaveBean(KubernetesLeaseStores.class)
                        .doesNotHaveBean(ElectionRegistry.class));
    }

    @Test
    void usersPartsAreUsed() {
        runner.withUserConfiguration(OwnParts.class)
                .withPropertyValues("leader.election.start=refreshed")
                .run(context -> {
                    assertThat(context)
                            .hasSingleBean(LeaseStoreFactory.class)
                            .hasSingleBean(ElectorThreads.class)
                            .hasSingleBean(ElectorClock.class)
                            .hasSingleBean(Randomness.class)
                            .hasSingleBean(ProcessExit.class)
                            .doesNotHaveBean(DefaultLeaseStoreFactory.class)
                            .doesNotHaveBean(KubernetesLeaseStores.class);
                    context.getBean(RecordedEvents.class).await(LeadershipGrantedEvent.class);
                    assertThat(context.getBean(OwnParts.class).opened).containsExactly("shop");
                });
    }

    @Test
    void switchedOffThereIsALeaderWithoutClientStoreOrName() {
        bare.withClassLoader(own)
                .withPropertyValues(
                        "leader.election.enabled=false",
                        "leader.election.start=refreshed",
                        "leader.election.backend=kubernetes")
                .run(context -> {
                    LeaderElection election =
                            context.getBean(LeaderElections.class).get();
                    assertThat(election.isLeader()).isTrue();
                    assertThat(election.name()).isEqualTo("default");
                    assertThat(election.leadership().fencingToken()).isZero();
                    assertThat(context)
                            .doesNotHaveBean(KubernetesLeaseStores.class)
                            .doesNotHaveBean(LeaseStoreFactory.class);
                });
    }

    @Test
    void switchedOffEveryoneIsAFollowerWhereThatIsAskedFor() {
        runner.withPropertyValues(
                        "leader.election.enabled=false",
                        "leader.election.when-disabled=follower",
                        "leader.election.elections.reports.campaign=true")
                .run(context -> assertThat(
                                context.getBean(LeaderElections.class).all())
                        .extracting(LeaderElection::name)
                        .containsExactly("shop", "reports"))
                .run(context ->
                        assertThat(context.getBean(LeaderElections.class).all()).noneMatch(LeaderElection::isLeader));
    }

    @Test
    void switchedOffListenersAreToldOnceAllTheSame() {
        RecordedEvents events = new RecordedEvents();
        runner.withPropertyValues("leader.election.enabled=false", "leader.election.start=refreshed")
                .withBean(RecordedEvents.class, () -> events)
                .run(context -> events.await(LeadershipGrantedEvent.class));

        assertThat(events.await(LeadershipRevokedEvent.class).getReason()).isEqualTo(LossReason.STOPPED);
    }

    @Test
    void withoutTheClientLibraryFilesAndMemoryWork() {
        ApplicationContextRunner without = runner.withClassLoader(new FilteredClassLoader("io.kubernetes"));

        without.run(
                context -> assertThat(context).hasNotFailed().doesNotHaveBean("leaderElectionKubernetesLeaseStores"));
        without.withPropertyValues("leader.election.backend=file", "leader.election.file.directory=" + leases())
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    @DisabledIfEnvironmentVariable(named = "KUBERNETES_SERVICE_HOST", matches = ".+", disabledReason = "a pod")
    void withoutTheClientLibraryFilesAreChosen() {
        runner.withClassLoader(new FilteredClassLoader("io.kubernetes"))
                .withPropertyValues("leader.election.backend=auto", "leader.election.file.directory=" + leases())
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void withoutTheClientLibraryKubernetesIsRefused() {
        runner.withClassLoader(new FilteredClassLoader("io.kubernetes"))
                .withPropertyValues("leader.election.elections.reports.backend=kubernetes")
                .run(context -> {
                    FailureAnalysis analysis = refused(context);
                    assertThat(analysis.getDescription())
                            .isEqualTo("leader.election.elections.reports.backend is 'kubernetes', but"
                                    + " io.kubernetes:client-java is not on the class path");
                    assertThat(analysis.getAction())
                            .isEqualTo("Add the dependency io.kubernetes:client-java, or use leader-election-starter,"
                                    + " which brings it.");
                });
    }

    @Test
    void withoutANameTheStartFails() {
        bare.run(context -> {
            FailureAnalysis analysis = refused(context);
            assertThat(analysis.getDescription())
                    .contains("leader.election.name")
                    .contains("spring.application.name");
            assertThat(analysis.getAction()).contains("Set spring.application.name, or leader.election.name");
        });
    }

    @Test
    void twoElectionsOnOneLeaseAreRefused() {
        runner.withPropertyValues("leader.election.elections.reports.lease-name=shop")
                .run(context -> {
                    FailureAnalysis analysis = refused(context);
                    assertThat(analysis.getDescription())
                            .isEqualTo(
                                    "leader.election and leader.election.elections.reports have the same lease: lease"
                                            + " 'shop' in memory");
                    assertThat(analysis.getAction())
                            .isEqualTo("Give each a lease of its own: set"
                                    + " leader.election.elections.reports.lease-name.");
                });
    }

    @Test
    void twoElectionsOnOneFileAreRefusedHoweverItsDirectoryIsWritten() {
        runner.withPropertyValues(
                        "leader.election.backend=file",
                        "leader.election.file.directory=" + leases(),
                        "leader.election.elections.reports.file.directory=" + leases() + "/../leases",
                        "leader.election.elections.reports.lease-name=shop")
                .run(context -> assertThat(refused(context).getDescription())
                        .contains("have the same lease")
                        .contains("leases"));
    }

    @Test
    void aLeaseNameThatFilesCannotHaveIsRefused() {
        runner.withPropertyValues("leader.election.backend=file", "leader.election.file.directory=" + leases())
                .withPropertyValues("leader.election.elections.reports.lease-name=Reports/1")
                .run(context -> {
                    FailureAnalysis analysis = refused(context);
                    assertThat(analysis.getDescription())
                            .startsWith("leader.election.elections.reports.lease-name is 'Reports/1'");
                    assertThat(analysis.getAction())
                            .isEqualTo("Set leader.election.elections.reports.lease-name to a name of a-z, 0-9 and -.");
                });
    }

    @Test
    void anUnsuitableDirectoryIsRefused() {
        runner.withPropertyValues("leader.election.backend=file", "leader.election.file.directory=/proc/leases")
                .run(context -> {
                    FailureAnalysis analysis = refused(context);
                    assertThat(analysis.getDescription()).contains("/proc/leases");
                    assertThat(analysis.getAction()).contains("leader.election.file.directory");
                });
    }

    @Test
    void anUnknownBackendIsReportedWithTheOnesThereAre(CapturedOutput output) {
        assertThat(TestApplication.failureOf("leader.election.backend=zookeeper"))
                .isNotNull();

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("leader.election.backend")
                .contains("zookeeper")
                .contains("AUTO")
                .contains("FILE")
                .contains("KUBERNETES")
                .contains("MEMORY");
    }

    @Test
    void aRefusalIsReportedByBootWithTheFix(CapturedOutput output) {
        assertThat(TestApplication.failureOf("leader.election.lease-duration=1500ms"))
                .isNotNull();

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("leader.election.lease-duration (1500ms) must be whole seconds")
                .contains("Action:")
                .contains("leader.election.timing: fast, balanced or conservative");
    }

    static FailureAnalysis refused(AssertableApplicationContext context) {
        assertThat(context).hasFailed();
        return Stream.iterate(context.getStartupFailure(), failure -> failure != null, Throwable::getCause)
                .filter(InvalidElectionException.class::isInstance)
                .map(failure -> ((InvalidElectionException) failure).analysis())
                .findFirst()
                .orElseThrow(() -> new AssertionError("failed for another reason", context.getStartupFailure()));
    }

    private Path leases() {
        return directory.resolve("leases");
    }

    /** The elections' threads in contexts with the class loader of this test; other tests' may begin and end. */
    private List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getContextClassLoader() == own)
                .map(Thread::getName)
                .filter(name -> name.startsWith("leader-election"))
                .toList();
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnParts {

        final List<String> opened = new ArrayList<>();

        @Bean
        LeaseStoreFactory ownStores() {
            MemoryLeases leases = new MemoryLeases();
            return (election, requests) -> {
                opened.add(election.leaseName());
                return new MemoryLeaseStore(leases, election.leaseName(), requests);
            };
        }

        @Bean
        ElectorThreads ownThreads() {
            return new ElectorThreads(getClass().getClassLoader());
        }

        @Bean
        ElectorClock ownClock() {
            return new SystemClock();
        }

        @Bean
        Randomness ownRandomness() {
            return new SystemRandomness();
        }

        @Bean
        ProcessExit ownExit() {
            return code -> {};
        }

        @Bean
        RecordedEvents events() {
            return new RecordedEvents();
        }
    }
}
