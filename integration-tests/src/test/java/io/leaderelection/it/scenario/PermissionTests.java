package io.leaderelection.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.test.apiserver.ApiServer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The Role is taken away from everybody, and given back. */
class PermissionTests extends SceneTests {

    PermissionTests(ApiServer server) {
        super(server);
    }

    @Test
    void withoutItsRoleTheLeaderStopsAndSaysWhatIsMissingAndComesBackWithIt() {
        open(Scene.SHORT);
        Replica leader = scene.startThree();
        long token = Scene.tokenOf(leader);

        scene.account().may();
        leader.await("the end of its term", line -> line.is("revoked"));
        scene.account().may(Scene.allRights());
        scene.awaitMoreBeatsAbove(token);

        assertThat(leader.log())
                .contains(
                        "leases.coordination.k8s.io",
                        scene.namespace(),
                        scene.account().userName())
                .doesNotContain(scene.account().token());
        List<String> warnings = leader.log()
                .lines()
                .filter(line -> line.contains("WARN") && line.contains("leases.coordination.k8s.io"))
                .filter(line -> line.contains(": 403,"))
                .toList();
        assertThat(warnings)
                .filteredOn(line -> line.contains(": update ") || line.contains(": get "))
                .as("one line for all renewals that were refused")
                .hasSize(1);
        assertThat(warnings)
                .as("and one for the watch, if it was opened anew meanwhile")
                .filteredOn(line -> line.contains(": list ") || line.contains(": watch "))
                .hasSize(warnings.size() - 1)
                .hasSizeLessThanOrEqualTo(1);
        scene.assertSafe();
    }
}
