package io.leaderelection.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RealApiServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Role is taken away from everybody, and given back. */
@RealApiServer
class PermissionTests {

    private final ApiServer server;

    @TempDir
    private Path directory;

    private Scene scene;

    PermissionTests(ApiServer server) {
        this.server = server;
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    @Test
    void withoutItsRoleTheLeaderStopsAndSaysWhatIsMissingAndComesBackWithIt() {
        scene = new Scene(server, directory, Scene.SHORT);
        Replica leader = scene.startThree();
        long token = Scene.tokenOf(leader);

        scene.account().may();
        leader.await("the end of its term", line -> line.is("revoked"));
        scene.account().may(Scene.allRights());
        scene.awaitMoreBeats(scene.awaitTokenAbove(token));

        assertThat(leader.log())
                .contains(
                        "leases.coordination.k8s.io",
                        scene.namespace(),
                        scene.account().userName())
                .doesNotContain(scene.account().token());
        assertThat(leader.log().lines().filter(line -> line.contains("WARN") && line.contains("leases.coordination")))
                .as("one line for the streak, not one for each attempt")
                .hasSizeLessThanOrEqualTo(3);
        scene.assertSafe();
    }
}
