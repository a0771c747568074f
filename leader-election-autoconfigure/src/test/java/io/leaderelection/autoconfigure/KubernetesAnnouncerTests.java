package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kubernetes.client.openapi.ApiClient;
import io.leaderelection.LeaderElections;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.LeadershipRevokedEvent;
import io.leaderelection.elector.system.ElectorThreads;
import io.leaderelection.lock.kubernetes.client.LeaseApiStub;
import io.leaderelection.lock.kubernetes.client.StubFault;
import io.leaderelection.lock.kubernetes.client.StubRequest;
import io.leaderelection.spring.RecordedEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the cluster is shown of a leader, where that is switched on. */
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class KubernetesAnnouncerTests {

    private final LeaseApiStub server = new LeaseApiStub();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    KubernetesLeaderElectionAutoConfiguration.class, LeaderElectionAutoConfiguration.class))
            .withBean(RecordedEvents.class)
            .withBean(ApiClient.class, server::client)
            .withPropertyValues(
                    "spring.application.name=shop",
                    "leader.election.backend=kubernetes",
                    "leader.election.kubernetes.namespace=sales",
                    "leader.election.start=refreshed",
                    "leader.election.identity=shop-0");

    private final ApplicationContextRunner inPod = runner.withUserConfiguration(InPod.class);

    @Configuration(proxyBeanMethods = false)
    static class InPod {

        @Bean
        KubernetesAnnouncer announcer(ObjectProvider<ElectorThreads> threads) {
            return new KubernetesAnnouncer(
                    new PodInfo(Map.of("POD_NAME", "shop-0"), PodInfo.mounted(Path.of("none"))), threads);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class InNoPod {

        @Bean
        KubernetesAnnouncer announcer(ObjectProvider<ElectorThreads> threads) {
            return new KubernetesAnnouncer(new PodInfo(Map.of(), PodInfo.mounted(Path.of("none"))), threads);
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void nothingIsShownUnlessItIsAskedFor() {
        inPod.run(context -> context.getBean(RecordedEvents.class).await(LeadershipGrantedEvent.class));

        assertThat(server.requests()).extracting(StubRequest::core).containsOnly("");
    }

    @Test
    void eventsTellOfTheBeginningAndOfTheEndAlsoWhenTheApplicationCloses() {
        runner.withPropertyValues("leader.election.kubernetes.events=true").run(context -> {
            context.getBean(RecordedEvents.class).await(LeadershipGrantedEvent.class);
        });

        assertThat(server.requests("post events"))
                .extracting(StubRequest::body)
                .satisfiesExactly(
                        granted -> assertThat(granted).contains("shop-0 became leader"),
                        revoked -> assertThat(revoked).contains("shop-0 stopped leading"));
    }

    @Test
    void theLabelIsPutOnTheLeaderAndGoneBeforeTheLeaseIsReleased() {
        inPod.withPropertyValues("leader.election.kubernetes.pod-label=true").run(context -> {
            context.getBean(RecordedEvents.class).await(LeadershipGrantedEvent.class);
            await().until(() -> server.requests("patch pods").stream().anyMatch(patch -> puts(patch)));
        });

        List<StubRequest> patches = server.requests("patch pods");
        StubRequest last = patches.get(patches.size() - 1);
        assertThat(last.body()).contains("\"leader-election.io/leader\":null");
        assertThat(patches).extracting(StubRequest::namespace).containsOnly("sales");
        List<StubRequest> all = server.requests();
        StubRequest release = all.stream()
                .filter(request -> request.body().contains("released=true"))
                .findFirst()
                .orElseThrow();
        assertThat(all.indexOf(last)).isLessThan(all.indexOf(release));
    }

    @Test
    void aLabelThatACrashHasLeftIsRemovedAtTheStart() {
        inPod.withPropertyValues("leader.election.kubernetes.pod-label=true", "leader.election.campaign=false")
                .run(context -> server.awaitRequests("patch pods", 1));

        assertThat(server.requests("patch pods"))
                .singleElement()
                .satisfies(removal -> assertThat(removal.body()).contains("\"leader-election.io/leader\":null"));
    }

    private static boolean puts(StubRequest patch) {
        return patch.body().contains("\"leader-election.io/leader\":\"true\"");
    }

    @Test
    void aServerThatDoesNotAnswerHoldsTheHandOverUpForTwoSecondsAtMost() {
        server.faults("post events", new StubFault.Hang(false));
        inPod.withPropertyValues(
                        "leader.election.kubernetes.pod-label=role=active", "leader.election.kubernetes.events=true")
                .run(context -> {
                    RecordedEvents events = context.getBean(RecordedEvents.class);
                    events.await(LeadershipGrantedEvent.class);
                    server.faults("patch pods", new StubFault.Hang(false));

                    long asked = System.nanoTime();
                    context.getBean(LeaderElections.class).get().resign(Duration.ZERO);
                    events.await(LeadershipRevokedEvent.class);
                    events.await(LeadershipGrantedEvent.class);

                    assertThat(Duration.ofNanos(System.nanoTime() - asked))
                            .as("two seconds, and what a busy machine takes")
                            .isLessThan(Duration.ofSeconds(20));
                });
    }

    @Test
    void withoutTheRoleTheElectionGoesOnAndSaysOnceWhatIsMissing(CapturedOutput output) {
        String refusal =
                "pods \"shop-0\" is forbidden: User \"system:serviceaccount:sales:shop\" cannot patch resource \"pods\" in API group \"\" in the namespace \"sales\"";
        server.faults("patch pods", StubFault.status(403, "Forbidden", refusal));
        inPod.withPropertyValues("leader.election.kubernetes.pod-label=true").run(context -> {
            RecordedEvents events = context.getBean(RecordedEvents.class);
            events.await(LeadershipGrantedEvent.class);
            server.awaitRequests("patch pods", 1);
            context.getBean(LeaderElections.class).get().resign(Duration.ZERO);
            events.await(LeadershipRevokedEvent.class);
            events.await(LeadershipGrantedEvent.class);
        });

        assertThat(output)
                .containsOnlyOnce("cannot be changed; the election goes on without it")
                .contains("\"system:serviceaccount:sales:shop\" must not patch it")
                .contains("apiGroups [\"\"], resources [pods], verbs [patch]");
    }

    @Test
    void outsideOfAPodThereIsNothingToLabel(CapturedOutput output) {
        runner.withUserConfiguration(InNoPod.class)
                .withPropertyValues("leader.election.kubernetes.pod-label=true")
                .run(context -> context.getBean(RecordedEvents.class).await(LeadershipGrantedEvent.class));

        assertThat(output).contains("no label leader-election.io/leader, for this is no pod");
        assertThat(server.requests("patch pods")).isEmpty();
    }

    @Test
    void whatIsNoLabelIsRefusedAtTheStart() {
        inPod.withPropertyValues("leader.election.kubernetes.pod-label=the leader")
                .run(context -> assertThat(LeaderElectionAutoConfigurationTests.refused(context)
                                .getDescription())
                        .contains("kubernetes.pod-label is 'the leader'"));
    }

    @Test
    void twoElectionsWithOneLabelAreRefused() {
        inPod.withPropertyValues(
                        "leader.election.kubernetes.pod-label=true",
                        "leader.election.elections.reports.kubernetes.pod-label=true")
                .run(context -> assertThat(LeaderElectionAutoConfigurationTests.refused(context)
                                .getDescription())
                        .contains("leader.election.elections.reports")
                        .contains("that of the election 'shop' too"));
    }

    @Test
    void twoElectionsWithADeletionCostAreRefused() {
        inPod.withPropertyValues(
                        "leader.election.kubernetes.pod-deletion-cost=true",
                        "leader.election.elections.reports.kubernetes.pod-deletion-cost=true")
                .run(context -> assertThat(LeaderElectionAutoConfigurationTests.refused(context)
                                .getDescription())
                        .contains("leader.election.elections.reports")
                        .contains("kubernetes.pod-deletion-cost is true, as that of the election 'shop' is"));
    }

    @Test
    void aLeaderCostsMoreToDeleteUntilItsLeaseIsReleased() {
        inPod.withPropertyValues("leader.election.kubernetes.pod-deletion-cost=true")
                .run(context -> {
                    context.getBean(RecordedEvents.class).await(LeadershipGrantedEvent.class);
                    server.awaitRequests("patch pods", 2);
                });

        assertThat(server.requests("patch pods"))
                .extracting(StubRequest::body)
                .satisfiesExactly(
                        start -> assertThat(start).isEqualTo("{\"metadata\":{}}"),
                        granted -> assertThat(granted).contains("pod-deletion-cost\":\"2147483647\""),
                        revoked -> assertThat(revoked).contains("pod-deletion-cost\":null"));
    }

    @Test
    void aFurtherElectionInheritsEventsButNoLabel() {
        inPod.withPropertyValues(
                        "leader.election.kubernetes.pod-label=true",
                        "leader.election.kubernetes.events=true",
                        "leader.election.elections.reports.lease-name=reports")
                .run(context -> {
                    context.getBean(RecordedEvents.class).await(LeadershipGrantedEvent.class, "reports");
                    server.awaitRequests("post events", 2);
                });

        assertThat(server.requests("post events"))
                .extracting(StubRequest::body)
                .anyMatch(body -> body.contains("\"name\":\"reports\""));
    }
}
