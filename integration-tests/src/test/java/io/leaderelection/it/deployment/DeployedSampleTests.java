package io.leaderelection.it.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.NoSecretInLogs;
import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RealApiServer;
import io.leaderelection.test.apiserver.TestNamespace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sample with the kit's environment, and with no rights but the kit's. */
@RealApiServer
class DeployedSampleTests {

    private final ApiServer server;
    private final List<SamplePod> pods = new ArrayList<>();
    private TestNamespace namespace;
    private Kubectl kubectl;

    @TempDir
    private Path directory;

    DeployedSampleTests(ApiServer server) {
        this.server = server;
    }

    @BeforeEach
    void open() {
        namespace = server.newNamespace("kit");
        kubectl = new Kubectl(namespace, directory);
    }

    @AfterEach
    void close() {
        pods.forEach(SamplePod::close);
        namespace.close();
    }

    @Test
    void theFirstReplicaTakesThePreparedLeaseAndIsNotDisturbedWhenTheKitIsAppliedAgain() {
        SamplePod first = apply(Manifests.base());

        first.awaitLog("Leads: term 1");
        assertThat(lease("holderIdentity")).as("the pod to look at").isEqualTo("sample-1");
        assertThat(List.of("startupProbe", "livenessProbe", "readinessProbe"))
                .allSatisfy(probe -> assertThat(first.probe(probe)).as(probe).isEqualTo(200));
        String acquired = lease("acquireTime");

        kubectl.run("apply", "-k", Manifests.base());

        assertThat(lease("acquireTime")).isEqualTo(acquired);
        assertThat(lease("holderIdentity")).isEqualTo("sample-1");
        assertThat(first.log()).doesNotContain("Leads no longer", "403");
    }

    @ParameterizedTest
    @CsvSource({"fast, 10", "conservative, 30"})
    void theTimingsOfAnOverlayStandInTheLease(String overlay, String seconds) {
        apply(Manifests.overlay(overlay)).awaitLog("Leads: term 1");

        assertThat(lease("leaseDurationSeconds")).isEqualTo(seconds);
    }

    private SamplePod apply(String kustomization) {
        kubectl.run("apply", "-k", kustomization);
        String token = kubectl.run("create", "token", "sample");
        NoSecretInLogs.watchFor(token);
        SamplePod pod = SamplePod.start(
                "sample-1",
                Manifests.render(kubectl, kustomization),
                server.kubeconfig(server.url(), token, namespace.name()),
                directory);
        pods.add(pod);
        return pod;
    }

    private String lease(String field) {
        return kubectl.run("get", "lease", "sample", "-o", "jsonpath={.spec." + field + "}");
    }
}
