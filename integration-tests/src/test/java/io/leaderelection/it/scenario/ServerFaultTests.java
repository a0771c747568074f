package io.leaderelection.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RealApiServer;
import io.leaderelection.test.apiserver.ServerPart;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The API server or its store goes away for a while: a short while costs nothing, a long one a clean step down. */
@RealApiServer(dedicated = true)
@EnabledOnOs(OS.LINUX)
class ServerFaultTests extends SceneTests {

    ServerFaultTests(ApiServer server) {
        super(server);
    }

    @Test
    void aRestartedServerFindsTheSameLeader() {
        open(Scene.STEADY);
        Replica leader = scene.startThree();
        List<Long> tokens = scene.history().tokens();

        server.restart();
        scene.awaitRenewals(2);
        scene.awaitMoreBeats(leader);

        assertThat(scene.history().tokens()).isEqualTo(tokens);
        scene.assertSafe();
    }

    @Test
    void aServerThatIsPausedForLessThanTheDeadlineCostsNothing() {
        open(Scene.STEADY);
        Replica leader = scene.startThree();
        List<Long> tokens = scene.history().tokens();

        whilePaused(server.apiServer(), () -> {
            long paused = System.nanoTime();
            leader.await(
                    "beats after a renewal that was given up",
                    line -> line.is("beat") && line.nanos() > paused + 6_500_000_000L);
        });
        scene.awaitRenewals(2);
        scene.awaitMoreBeats(leader);

        assertThat(scene.history().tokens()).isEqualTo(tokens);
        scene.assertSafe();
    }

    @Test
    void aServerThatIsPausedForLongerThanTheDeadlineCostsTheTermAndNothingElse() {
        assertCostsTheTermAndNothingElse(server.apiServer());
    }

    @Test
    void aStoreThatIsPausedForLongerThanTheDeadlineCostsTheTermAndNothingElse() {
        assertCostsTheTermAndNothingElse(server.etcd());
    }

    private void assertCostsTheTermAndNothingElse(ServerPart paused) {
        open(Scene.SHORT);
        Replica leader = scene.startThree();
        long token = Scene.tokenOf(leader);

        whilePaused(paused, () -> leader.await("the end of its term", line -> line.is("revoked")));
        scene.awaitMoreBeatsAbove(token);

        scene.assertSafe();
    }

    /** Goes on afterwards in any case: the other tests of this class have the same server. */
    private static void whilePaused(ServerPart part, Runnable test) {
        part.pause();
        try {
            test.run();
        } finally {
            part.resume();
        }
    }
}
