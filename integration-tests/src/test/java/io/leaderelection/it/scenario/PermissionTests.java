package io.leaderelection.it.scenario;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.it.apiserver.Permission;
import io.leaderelection.test.apiserver.ApiServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The Role is taken away from everybody, and given back. */
class PermissionTests extends SceneTests {

    PermissionTests(ApiServer server) {
        super(server);
    }

    /** Before it matters: the other leads on. */
    @Test
    void aStandbyThatMayNotWriteSaysSoWithinTenSecondsOfItsStart() {
        open(Scene.DEFAULT);
        scene.start("leader");
        scene.awaitLeader();

        Replica standby = scene.startAllowed("standby", Permission.onLease(Scene.LEASE, "get", "list", "watch"));
        awaitInLog(standby, "campaigning as", Scene.PATIENCE);
        awaitInLog(standby, "this instance could not take over", Duration.ofSeconds(10));

        assertThat(standby.log().lines())
                .filteredOn(line -> line.contains("could not take over"))
                .singleElement(as(STRING))
                .contains(
                        "WARN",
                        "update leases.coordination.k8s.io \"sample\" in namespace \"" + scene.namespace() + "\": 403",
                        "must not update it. Bind that account to a Role in this namespace with");
        scene.assertSafe();
    }

    private static void awaitInLog(Replica replica, String text, Duration atMost) {
        Awaiting.until(replica + ": " + text, atMost, () -> replica.log().contains(text), replica::log);
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
