package io.leaderelection.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RealApiServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The API server or its store goes away for a while: a short while costs nothing, a long one a clean step down. */
@RealApiServer(dedicated = true)
@EnabledOnOs(OS.LINUX)
class ServerFaultTests {

    private final ApiServer server;

    @TempDir
    private Path directory;

    private Scene scene;

    ServerFaultTests(ApiServer server) {
        this.server = server;
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    @Test
    void aRestartedServerFindsTheSameLeader() {
        scene = new Scene(server, directory, Scene.DEFAULT);
        Replica leader = scene.startThree();
        List<Long> tokens = scene.history().tokens();

        server.restart();
        scene.awaitMoreBeats(leader);

        assertThat(scene.history().tokens()).isEqualTo(tokens);
        scene.assertSafe();
    }

    @Test
    void aServerThatIsPausedForLessThanTheDeadlineCostsNothing() {
        scene = new Scene(server, directory, Scene.DEFAULT);
        Replica leader = scene.startThree();
        List<Long> tokens = scene.history().tokens();

        server.apiServer().pause();
        long paused = System.nanoTime();
        leader.await("beats after a missed renewal", line -> line.is("beat") && line.nanos() > paused + 4_000_000_000L);
        server.apiServer().resume();
        leader.await(
                "beats that rest on a later renewal",
                line -> line.is("beat") && line.nanos() > paused + 11_000_000_000L);

        assertThat(scene.history().tokens()).isEqualTo(tokens);
        scene.assertSafe();
    }

    @Test
    void aServerThatIsPausedForLongerThanTheDeadlineCostsTheTermAndNothingElse() {
        scene = new Scene(server, directory, Scene.SHORT);
        Replica leader = scene.startThree();
        long token = Scene.tokenOf(leader);

        server.apiServer().pause();
        leader.await("the end of its term", line -> line.is("revoked"));
        server.apiServer().resume();
        scene.awaitMoreBeats(scene.awaitTokenAbove(token));

        scene.assertSafe();
    }

    @Test
    void aStoreThatIsPausedForLongerThanTheDeadlineCostsTheTermAndNothingElse() {
        scene = new Scene(server, directory, Scene.SHORT);
        Replica leader = scene.startThree();
        long token = Scene.tokenOf(leader);

        server.etcd().pause();
        leader.await("the end of its term", line -> line.is("revoked"));
        server.etcd().resume();
        scene.awaitMoreBeats(scene.awaitTokenAbove(token));

        scene.assertSafe();
    }
}
