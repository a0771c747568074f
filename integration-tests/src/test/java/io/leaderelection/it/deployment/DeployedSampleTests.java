package io.leaderelection.it.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.test.apiserver.ApiServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sample with the kit's environment, and with no rights but the kit's. */
class DeployedSampleTests extends KitSceneTests {

    DeployedSampleTests(ApiServer server) {
        super(server);
    }

    @Test
    void theFirstReplicaTakesThePreparedLeaseAndIsNotDisturbedWhenTheKitIsAppliedAgain() {
        KitScene kit = apply(Manifests.base());
        SamplePod first = kit.start("sample-1");

        first.awaitLog("Leads: term 1");
        assertThat(kit.lease("holderIdentity")).as("the pod to look at").isEqualTo("sample-1");
        assertThat(List.of("startupProbe", "livenessProbe", "readinessProbe"))
                .allSatisfy(probe -> assertThat(first.probe(probe)).as(probe).isEqualTo(200));
        String acquired = kit.lease("acquireTime");

        kit.kubectl().run("apply", "-k", Manifests.base());

        assertThat(kit.lease("acquireTime")).isEqualTo(acquired);
        assertThat(kit.lease("holderIdentity")).isEqualTo("sample-1");
        assertThat(first.log()).doesNotContain("Leads no longer");
    }

    @Test
    void aDeletedLeaseIsNotMadeAgainUntilTheKitIsAppliedAgain() {
        KitScene kit = apply(Manifests.overlay("fast"));
        SamplePod first = kit.start("sample-1");
        first.awaitLog("Leads: term 1");

        kit.kubectl().run("delete", "lease", "sample");
        first.awaitLog("Leads no longer");
        first.awaitLog("must not create it");
        kit.kubectl().run("apply", "-k", Manifests.overlay("fast"));

        first.awaitLog("Leads: term 1", 2);
    }

    @ParameterizedTest
    @CsvSource({"fast, 10", "conservative, 30"})
    void theTimingsOfAnOverlayStandInTheLease(String overlay, String seconds) {
        KitScene kit = apply(Manifests.overlay(overlay));

        kit.start("sample-1").awaitLog("Leads: term 1");

        assertThat(kit.lease("leaseDurationSeconds")).isEqualTo(seconds);
    }
}
