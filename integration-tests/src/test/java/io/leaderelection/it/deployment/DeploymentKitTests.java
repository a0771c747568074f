package io.leaderelection.it.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RawApi;
import io.leaderelection.test.apiserver.RealApiServer;
import io.leaderelection.test.apiserver.Reply;
import io.leaderelection.test.apiserver.TestNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.convert.DurationStyle;
import org.yaml.snakeyaml.Yaml;

/** Every kustomization of the kit is what the server wants, and what this project promises. */
@RealApiServer
class DeploymentKitTests {

    private final ApiServer server;
    private TestNamespace namespace;
    private Kubectl kubectl;

    DeploymentKitTests(ApiServer server) {
        this.server = server;
    }

    @BeforeEach
    void open(@TempDir Path home) {
        namespace = server.newNamespace("kit");
        kubectl = new Kubectl(namespace, home);
        for (String definition : List.of("servicemonitors", "prometheusrules")) {
            kubectl.run(
                    "apply",
                    "--server-side",
                    "-f",
                    "integration-tests/src/test/resources/crds/" + definition + ".yaml");
        }
        Awaiting.until("the server offers what is defined", Duration.ofSeconds(30), this::offersWhatIsDefined);
        // What a pod must not do in a namespace of the strictest kind, the server tells in a warning.
        kubectl.run("label", "namespace", namespace.name(), "pod-security.kubernetes.io/warn=restricted");
    }

    /** Established is told earlier than kubectl can find it, which fails while the list changes. */
    private boolean offersWhatIsDefined() {
        Output found = kubectl.tell("api-resources", "--api-group=monitoring.coreos.com", "-o", "name");
        return found.exitCode() == 0
                && found.text().contains("prometheusrules.")
                && found.text().contains("servicemonitors.");
    }

    @AfterEach
    void close() {
        namespace.close();
    }

    static List<String> kustomizations() {
        return Manifests.all();
    }

    static List<String> applications() {
        return Manifests.all().stream().filter(Manifests::isApplication).toList();
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void theServerTakesItWithoutAWarning(String kustomization) {
        kubectl.run(apply(kustomization, "--dry-run=server"));
        assertThat(kubectl.run(apply(kustomization))).contains("serverside-applied");
        assertThat(kubectl.run(apply(kustomization))).contains("serverside-applied");

        kubectl.run("delete", "--warnings-as-errors", "-k", kustomization);
    }

    @Test
    void requestsOfElectionsHaveAQueueOfTheirOwn() {
        String schema = Manifests.overlay("flow-schema");
        kubectl.run("apply", "-k", schema);
        kubectl.run("apply", "-k", Manifests.base());
        String uid = kubectl.run("get", "flowschema", "application-leader-election", "-o", "jsonpath={.metadata.uid}");
        RawApi sample = server.admin().as(kubectl.run("create", "token", "sample"));
        String lease = "/apis/coordination.k8s.io/v1/namespaces/" + namespace.name() + "/leases/sample";

        Awaiting.until("the server sorts by it", Duration.ofSeconds(30), () -> isSortedBy(uid, sample.get(lease)));

        kubectl.run("delete", "-k", schema);
    }

    /** The rights of the new account, too, take effect a little later. */
    private static boolean isSortedBy(String uid, Reply reply) {
        return reply.status() == 200
                && reply.headers().firstValue("X-Kubernetes-PF-FlowSchema-UID").equals(Optional.of(uid));
    }

    @ParameterizedTest
    @MethodSource("applications")
    void thePodIsGivenTheTimeThatItsShutdownMayTake(String kustomization) {
        Manifests manifests = Manifests.render(kubectl, kustomization);
        Duration phase = variable(manifests, "SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE");
        Duration grace =
                Duration.ofSeconds(((Number) manifests.pod().get("terminationGracePeriodSeconds")).longValue());
        Duration sleep = manifests.container().containsKey("lifecycle")
                ? Duration.ofSeconds(
                        ((Number) Manifests.at(manifests.container(), "lifecycle", "preStop", "sleep", "seconds"))
                                .longValue())
                : Duration.ZERO;

        assertThat(variable(manifests, "LEADER_ELECTION_DRAINTIMEOUT")).isLessThan(phase);
        assertThat(grace).isGreaterThan(phase.multipliedBy(2).plus(sleep));
        assertThat(variable(manifests, "LEADER_ELECTION_KUBERNETES_TERMINATIONGRACEPERIOD"))
                .as("what the process is told of it")
                .isEqualTo(grace.minus(sleep));
    }

    /** The seats are counted in three places, and the autoscaler must not ask for more replicas than can have a seat. */
    @Test
    void aGroupHasItsLeasesAndASeatForEachReplicaOfAnUpdate() throws IOException {
        Manifests manifests = Manifests.render(kubectl, Manifests.overlay("shards"));
        int seats = seatsOfTheSample();
        List<String> leases = Stream.concat(
                        Stream.of("orders-shards"), IntStream.range(0, seats).mapToObj(seat -> "orders-seat-" + seat))
                .toList();
        Object rules = manifests.object("Role", "sample-shards").get("rules");
        Object most = Manifests.at(manifests.object("HorizontalPodAutoscaler", "sample"), "spec", "maxReplicas");
        Object more =
                Manifests.at(manifests.object("Deployment", "sample"), "spec", "strategy", "rollingUpdate", "maxSurge");

        assertThat(Manifests.maps(rules).get(0).get("resourceNames")).isEqualTo(leases);
        assertThat(leases)
                .allSatisfy(
                        lease -> assertThat(manifests.object("Lease", lease)).doesNotContainKey("spec"));
        assertThat((Integer) most + (Integer) more).isEqualTo(seats);
    }

    private static int seatsOfTheSample() throws IOException {
        String profile =
                Files.readString(Kubectl.PROJECT.resolve("sample-app/src/main/resources/application-shards.yml"));
        return (Integer) Manifests.at(new Yaml().load(profile), "leader.election.groups.orders", "seats");
    }

    private static Duration variable(Manifests manifests, String name) {
        Map<String, ?> variable = Manifests.maps(manifests.container().get("env")).stream()
                .filter(each -> each.get("name").equals(name))
                .findFirst()
                .orElseThrow();
        return DurationStyle.detectAndParse(variable.get("value").toString());
    }

    private static String[] apply(String kustomization, String... more) {
        List<String> command = new java.util.ArrayList<>(
                List.of("apply", "--server-side", "--validate=strict", "--warnings-as-errors", "-k", kustomization));
        command.addAll(List.of(more));
        return command.toArray(String[]::new);
    }
}
