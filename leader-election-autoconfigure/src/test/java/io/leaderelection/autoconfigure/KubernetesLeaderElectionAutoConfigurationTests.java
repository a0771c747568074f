package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.ApiCallback;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.Pair;
import io.leaderelection.LeaderChangedEvent;
import io.leaderelection.LeaderElections;
import io.leaderelection.Leadership.Role;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.lock.kubernetes.KubernetesEnvironment;
import io.leaderelection.lock.kubernetes.client.LeaseApiStub;
import io.leaderelection.spring.RecordedEvents;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class KubernetesLeaderElectionAutoConfigurationTests {

    private final LeaseApiStub server = new LeaseApiStub();

    private final ApplicationContextRunner bare = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    KubernetesLeaderElectionAutoConfiguration.class, LeaderElectionAutoConfiguration.class))
            .withBean(RecordedEvents.class)
            .withPropertyValues(
                    "spring.application.name=shop",
                    "leader.election.backend=kubernetes",
                    "leader.election.start=refreshed",
                    "leader.election.identity=shop-0");

    private final ApplicationContextRunner runner = bare.withBean(ApiClient.class, server::client)
            .withPropertyValues("leader.election.kubernetes.namespace=sales");

    private KubernetesConnectionDetails connection() {
        return () -> """
                current-context: here
                contexts: [{name: here, context: {cluster: here, user: me, namespace: connected}}]
                clusters: [{name: here, cluster: {server: "%s"}}]
                users: [{name: me, user: {token: t}}]
                """.formatted(server.client().getBasePath());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aLeaseIsHeldWithTheUsersClientWhichStaysAsItIs() {
        ApiClient users = server.client();
        OkHttpClient http = users.getHttpClient();
        bare.withBean(ApiClient.class, () -> users)
                .withPropertyValues(
                        "leader.election.kubernetes.namespace=sales",
                        "leader.election.kubernetes.lease-name=shop.till",
                        "leader.election.kubernetes.labels.team=a")
                .run(context -> {
                    context.getBean(RecordedEvents.class).await(LeadershipGrantedEvent.class);

                    JsonObject lease = server.lease("sales", "shop.till");
                    assertThat(lease.getAsJsonObject("spec")
                                    .get("holderIdentity")
                                    .getAsString())
                            .isEqualTo("shop-0");
                    assertThat(lease.getAsJsonObject("metadata")
                                    .getAsJsonObject("labels")
                                    .get("team")
                                    .getAsString())
                            .isEqualTo("a");
                    assertThat(context).hasSingleBean(ApiClient.class);
                    assertThat(users.getHttpClient()).isSameAs(http);
                    assertThat(http.connectionPool().connectionCount()).isZero();
                });
    }

    @Test
    void connectionDetailsTellServerAndNamespace() {
        bare.withPropertyValues("leader.election.backend=auto")
                .withBean(KubernetesConnectionDetails.class, this::connection)
                .run(context -> {
                    context.getBean(RecordedEvents.class).await(LeadershipGrantedEvent.class);
                    assertThat(server.lease("connected", "shop")).isNotNull();
                });
    }

    @Test
    void theUsersClientGoesBeforeConnectionDetails() {
        runner.withBean(KubernetesConnectionDetails.class, () -> () -> "{}").run(context -> {
            context.getBean(RecordedEvents.class).await(LeadershipGrantedEvent.class);
            assertThat(server.lease("sales", "shop")).isNotNull();
        });
    }

    @Test
    void connectionDetailsThatCannotBeUsedAreRefusedWithoutQuotingThem() {
        bare.withBean(KubernetesConnectionDetails.class, () -> () -> "{users: [{token: secret}]}")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("The kubeconfig of the connection details cannot be used")
                        .hasMessageNotContaining("secret"));
    }

    @Test
    void classesThatDoNotFitEndTheStartInASentence() {
        bare.withPropertyValues("leader.election.kubernetes.namespace=sales")
                .withBean(ApiClient.class, () -> new ApiClient() {
                    @Override
                    public Request buildRequest(
                            String baseUrl,
                            String path,
                            String method,
                            List<Pair> query,
                            List<Pair> collectionQuery,
                            Object body,
                            Map<String, String> headers,
                            Map<String, String> cookies,
                            Map<String, Object> form,
                            String[] credentials,
                            ApiCallback callback) {
                        throw new NoSuchMethodError("okhttp3.Request.x()");
                    }
                })
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(NoSuchMethodError.class)
                        .satisfies(conflict -> assertThat(context.getStartupFailure())
                                .hasStackTraceContaining("InvalidElectionException: Election 'shop'")
                                .hasStackTraceContaining("NoSuchMethodError: okhttp3.Request.x(). Classes that do not")
                                .hasStackTraceContaining("client-java-api-")));
    }

    @Test
    void twoContextsHandOver() {
        runner.run(one -> {
            one.getBean(RecordedEvents.class).await(LeadershipGrantedEvent.class);
            runner.withPropertyValues("leader.election.identity=shop-1").run(two -> {
                RecordedEvents events = two.getBean(RecordedEvents.class);
                assertThat(events.await(LeaderChangedEvent.class).getLeaderIdentity())
                        .isEqualTo("shop-0");

                one.getSourceApplicationContext(ConfigurableApplicationContext.class)
                        .close();

                events.await(LeadershipGrantedEvent.class);
            });
        });
    }

    @Test
    void aPausedContextHasNoConnectionsAndARestartedOneLeadsAgain() {
        runner.run(context -> {
            RecordedEvents events = context.getBean(RecordedEvents.class);
            events.await(LeadershipGrantedEvent.class);
            ConfigurableApplicationContext source =
                    context.getSourceApplicationContext(ConfigurableApplicationContext.class);

            source.pause();
            server.awaitConnections(0);

            source.restart();
            events.await(LeadershipGrantedEvent.class);
        });
    }

    @Test
    void anApplicationStartsWithoutAServer(CapturedOutput output) throws IOException {
        // Bound, so that nobody else can have the port, and never listening.
        try (Socket nobody = new Socket()) {
            nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            anApplicationStartsWithout("http://127.0.0.1:" + nobody.getLocalPort());
        }
        assertThat(output).contains("stopped taking part");
    }

    private void anApplicationStartsWithout(String server) {
        bare.withBean(ApiClient.class, () -> new ApiClient().setBasePath(server))
                .withPropertyValues("leader.election.kubernetes.namespace=sales")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(LeaderElections.class).get().isLeader())
                            .isFalse();
                    assertThat(context.getBean(LeaderElections.class)
                                    .get()
                                    .leadership()
                                    .role())
                            .isIn(Role.INACTIVE, Role.FOLLOWER);
                });
    }

    @Test
    void aLeaseNameThatKubernetesDoesNotAcceptIsRefused() {
        runner.withPropertyValues("leader.election.elections.reports.lease-name=Big Reports")
                .run(context -> {
                    FailureAnalysis analysis = LeaderElectionAutoConfigurationTests.refused(context);
                    assertThat(analysis.getDescription())
                            .contains("leader.election.elections.reports")
                            .contains("'Big Reports'")
                            .contains("Set the key lease-name")
                            .contains("'big-reports'");
                });
    }

    @Test
    void aNamespaceThatIsNoneIsRefused() {
        runner.withPropertyValues("leader.election.kubernetes.namespace=Sales").run(context -> {
            FailureAnalysis analysis = LeaderElectionAutoConfigurationTests.refused(context);
            assertThat(analysis.getDescription()).contains("leader.election.kubernetes.namespace is 'Sales'");
        });
    }

    @Test
    void aLabelThatIsNoneIsRefused() {
        runner.withPropertyValues("leader.election.kubernetes.labels.team=a b").run(context -> {
            FailureAnalysis analysis = LeaderElectionAutoConfigurationTests.refused(context);
            assertThat(analysis.getDescription()).contains("leader.election.kubernetes.labels has 'team' = 'a b'");
        });
    }

    @Test
    void twoElectionsOnOneLeaseAreRefusedHoweverTheirNamespaceIsWritten() {
        runner.withPropertyValues(
                        "leader.election.elections.reports.kubernetes.namespace=sales",
                        "leader.election.elections.reports.lease-name=shop")
                .run(context -> {
                    FailureAnalysis analysis = LeaderElectionAutoConfigurationTests.refused(context);
                    assertThat(analysis.getDescription())
                            .contains("leader.election and leader.election.elections.reports have the same lease")
                            .contains("sales/shop");
                });
    }

    @Test
    void withoutAnyClusterTheStartFails() {
        assumeNoCluster();

        bare.run(context -> {
            FailureAnalysis analysis = LeaderElectionAutoConfigurationTests.refused(context);
            assertThat(analysis.getDescription())
                    .contains("No cluster is configured")
                    .contains("KUBECONFIG");
            assertThat(analysis.getAction()).contains("leader.election.backend=file");
        });
    }

    @Test
    void theClientThatClientJavaMakesUpForWantOfAClusterIsRefused() {
        assumeNoCluster();

        bare.withBean(ApiClient.class, () -> new ApiClient().setBasePath("http://localhost:8080"))
                .withPropertyValues("leader.election.kubernetes.namespace=sales")
                .run(context -> assertThat(LeaderElectionAutoConfigurationTests.refused(context)
                                .getDescription())
                        .contains("http://localhost:8080")
                        .contains("client-java"));
    }

    @Test
    void ownClientIsNoBean() {
        runner.withPropertyValues("leader.election.start=manual")
                .run(context ->
                        assertThat(context.getBeansOfType(ApiClient.class)).hasSize(1));
        bare.withPropertyValues("leader.election.backend=memory")
                .run(context -> assertThat(context).doesNotHaveBean(ApiClient.class));
    }

    private static void assumeNoCluster() {
        KubernetesEnvironment environment =
                KubernetesEnvironment.ofThisProcess(PodInfo.ofThisProcess().serviceAccount(), null);
        boolean configured;
        try {
            environment.client();
            configured = true;
        } catch (IllegalStateException nothing) {
            configured = false;
        }
        assumeThat(configured).as("a cluster is configured on this machine").isFalse();
    }
}
