package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElectionControl;
import io.leaderelection.LeaderElections;
import io.leaderelection.actuate.ElectorHealthIndicator;
import io.leaderelection.actuate.LeaderElectionEndpoint;
import io.leaderelection.actuate.LeaderElectionInfoContributor;
import io.leaderelection.actuate.LeadershipHealthGroupsPostProcessor;
import io.leaderelection.metrics.LeaderElectionMetrics;
import io.leaderelection.spi.CallAdmission;
import io.leaderelection.status.ElectionMonitor;
import io.leaderelection.status.Measurement;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Health, readiness, endpoint, info and metrics: each with the jars that it needs, and with no other. */
class OperationsAutoConfigurationTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withPropertyValues(
                    "spring.application.name=shop",
                    "leader.election.backend=memory",
                    "management.endpoints.jmx.exposure.include=*",
                    "spring.jmx.enabled=true")
            .withConfiguration(AutoConfigurations.of(
                    LeaderElectionAutoConfiguration.class,
                    LeaderElectionHealthAutoConfiguration.class,
                    LeaderReadinessAutoConfiguration.class,
                    LeaderElectionActuatorAutoConfiguration.class,
                    LeaderElectionMetricsAutoConfiguration.class));

    private final ApplicationContextRunner complete = runner.withConfiguration(AutoConfigurations.of(
            EndpointAutoConfiguration.class,
            ApplicationAvailabilityAutoConfiguration.class,
            AvailabilityHealthContributorAutoConfiguration.class,
            AvailabilityProbesAutoConfiguration.class,
            HealthContributorAutoConfiguration.class,
            HealthContributorRegistryAutoConfiguration.class,
            HealthEndpointAutoConfiguration.class,
            MetricsAutoConfiguration.class,
            CompositeMeterRegistryAutoConfiguration.class,
            SimpleMetricsExportAutoConfiguration.class));

    @Test
    void withAllJarsThereIsEverything() {
        complete.run(context -> assertThat(context)
                .hasBean("leaderElectionHealthContributor")
                .hasBean("leadershipHealthContributor")
                .hasSingleBean(ElectorHealthIndicator.class)
                .hasSingleBean(LeadershipHealthGroupsPostProcessor.class)
                .hasSingleBean(LeaderElectionEndpoint.class)
                .hasSingleBean(LeaderElectionInfoContributor.class)
                .hasSingleBean(LeaderElectionMetrics.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.springframework.boot.health",
                "org.springframework.boot.actuate.autoconfigure",
                "org.springframework.boot.actuate",
                "io.micrometer"
            })
    void withoutAJarTheElectionGoesOn(String missing) {
        runner.withClassLoader(new FilteredClassLoader(missing))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(LeaderElections.class));
    }

    @Test
    void eachPartDoesWithoutTheOthersJars() {
        runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate", "io.micrometer"))
                .run(context -> assertThat(context)
                        .hasBean("leaderElectionHealthContributor")
                        .doesNotHaveBean(LeaderElectionEndpoint.class));
        runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.health", "io.micrometer"))
                .run(context -> assertThat(context)
                        .hasSingleBean(LeaderElectionInfoContributor.class)
                        .doesNotHaveBean("leaderElectionHealthContributor"));
        runner.withClassLoader(
                        new FilteredClassLoader("org.springframework.boot.health", "org.springframework.boot.actuate"))
                .withConfiguration(AutoConfigurations.of(
                        MetricsAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class,
                        SimpleMetricsExportAutoConfiguration.class))
                .run(context -> assertThat(context).hasSingleBean(LeaderElectionMetrics.class));
    }

    @Test
    void contributorsExistWhereNoElectionIsHeldSoThatGroupsMayNameThem() {
        Stream.of("leader", "follower")
                .forEach(role -> complete.withPropertyValues(
                                "leader.election.enabled=false",
                                "leader.election.start=refreshed",
                                "leader.election.when-disabled=" + role,
                                "management.endpoint.health.group.readiness.include=readinessState,leaderElection",
                                "management.endpoint.health.group.liveness.include=livenessState,leaderElector",
                                "management.endpoint.health.group.leader.include=leadership")
                        .run(context -> {
                            assertThat(context).hasNotFailed();
                            HealthEndpoint health = context.getBean(HealthEndpoint.class);
                            assertThat(health.healthForPath("leaderElection").getStatus())
                                    .isEqualTo(Status.UP);
                            assertThat(health.healthForPath("leader").getStatus())
                                    .isEqualTo(role.equals("leader") ? Status.UP : Status.OUT_OF_SERVICE);
                        }));
    }

    @Test
    void whoLeadsByConfigurationDoesNotStepDownAndDoesNotSaySo() {
        complete.withPropertyValues("leader.election.enabled=false", "leader.election.start=refreshed")
                .run(context -> {
                    var endpoint = context.getBean(LeaderElectionEndpoint.class);
                    var answer = endpoint.resign("shop", null, SecurityContext.NONE);
                    assertThat(answer.resigned()).isFalse();
                    assertThat(endpoint.election("shop").leading()).isTrue();
                });
    }

    @Test
    void leadershipDoesNotMatterForReadinessByDefault() {
        complete.run(context -> {
            HealthEndpointGroups groups = context.getBean(HealthEndpointGroups.class);
            assertThat(groups.get("readiness").isMember("readinessState")).isTrue();
            assertThat(groups.get("readiness").isMember("leadership")).isFalse();
            assertThat(groups.getPrimary().isMember("leadership")).isFalse();
            assertThat(groups.getPrimary().isMember("leaderElection")).isTrue();
        });
    }

    @Test
    void readinessAsksOnlyTheElectionsThatWishSo() {
        complete.withPropertyValues(
                        "leader.election.elections.reports.readiness=leader-only",
                        "leader.election.elections.mails.campaign=false")
                .run(context -> {
                    HealthEndpointGroups groups = context.getBean(HealthEndpointGroups.class);
                    assertThat(groups.get("readiness").isMember("leadership/reports"))
                            .isTrue();
                    assertThat(groups.get("readiness").isMember("leadership/shop"))
                            .isFalse();
                    assertThat(groups.get("liveness").isMember("leadership/reports"))
                            .isFalse();
                    HealthEndpoint health = context.getBean(HealthEndpoint.class);
                    assertThat(health.healthForPath("leaderElection", "mails").getStatus())
                            .isEqualTo(Status.UP);
                });
    }

    @Test
    void healthCanBeSwitchedOff() {
        complete.withPropertyValues(
                        "management.health.leaderelection.enabled=false",
                        "management.health.leaderelector.enabled=false",
                        "management.info.leaderelection.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean("leaderElectionHealthContributor")
                        .doesNotHaveBean(ElectorHealthIndicator.class)
                        .doesNotHaveBean(LeaderElectionInfoContributor.class));
    }

    @Test
    void aNegativeLimitIsNamed() {
        complete.withPropertyValues("leader.election.health.forbidden-for=-1s")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("leader.election.health.forbidden-for (-1s)"));
    }

    @Test
    void metersAreInTheRegistryOfTheContext() {
        complete.withPropertyValues("leader.election.start=refreshed").run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            assertThat(registry.get("leader.election.is.leader")
                            .tag("name", "shop")
                            .gauge()
                            .value())
                    .isBetween(0.0, 1.0);
            LeaderElectionControl.of(context.getBean(LeaderElections.class).get())
                    .stop()
                    .toCompletableFuture()
                    .join();
            CallAdmission.of(context.getBean(LeaderElections.class).get()).tryEnter("call");
            assertThat(registry.get("leader.election.calls")
                            .tag("outcome", "skipped")
                            .counter()
                            .count())
                    .isEqualTo(1);
        });
    }

    @Test
    void aGatedCallJoinsTheCurrentObservationAndASkippedOneLeavesNone() {
        ObservationRegistry registry = ObservationRegistry.create();
        List<String> observed = new ArrayList<>();
        registry.observationConfig().observationHandler(context -> {
            observed.add(context.getName());
            return false;
        });
        AtomicReference<Observation> within = new AtomicReference<>();
        runner.withPropertyValues("leader.election.enabled=false", "leader.election.start=refreshed")
                .run(context -> {
                    LeaderElection election =
                            context.getBean(LeaderElections.class).get();
                    Observation request = Observation.createNotStarted("request", registry);
                    request.observe(() -> {
                        election.runIfLeader(call -> within.set(registry.getCurrentObservation()));
                    });
                    assertThat(within).hasValue(request);
                    LeaderElectionControl.of(election)
                            .stop()
                            .toCompletableFuture()
                            .join();
                    assertThat(election.runIfLeader(call -> {})).isFalse();
                    assertThat(observed).containsOnly("request");
                });
    }

    @Test
    void aMonitorThatHangsDelaysNoElection() {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch hangs = new CountDownLatch(1);
        ElectionMonitor monitor = (election, measurement) -> {
            hangs.countDown();
            await(end);
        };
        runner.withBean(ElectionMonitor.class, () -> monitor)
                .withPropertyValues("leader.election.start=manual")
                .run(context -> {
                    LeaderElection election =
                            context.getBean(LeaderElections.class).get();
                    LeaderElectionControl.of(election).start();
                    await(hangs);
                    LeaderElectionControl.of(election)
                            .stop()
                            .toCompletableFuture()
                            .get(60, TimeUnit.SECONDS);
                    LeaderElectionControl.of(election).start();
                    Awaitility.await().until(election::isLeader);
                    end.countDown();
                });
    }

    @Test
    void whatIsMeasuredArrives() {
        CountDownLatch granted = new CountDownLatch(1);
        ElectionMonitor broken = (election, measurement) -> {
            throw new IllegalStateException("broken");
        };
        ElectionMonitor monitor = (election, measurement) -> {
            if (measurement.equals(new Measurement.Granted(Duration.ZERO))) {
                granted.countDown();
            }
        };
        runner.withBean("first", ElectionMonitor.class, () -> broken)
                .withBean("second", ElectionMonitor.class, () -> monitor)
                .withPropertyValues("leader.election.start=refreshed")
                .run(context -> await(granted));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
