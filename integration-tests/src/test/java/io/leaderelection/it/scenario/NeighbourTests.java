package io.leaderelection.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.it.apiserver.Permission;
import io.leaderelection.it.clientgo.ClientGoElector;
import io.leaderelection.test.apiserver.ApiServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** client-go's elector and ours on one Lease. */
class NeighbourTests extends SceneTests {

    NeighbourTests(ApiServer server) {
        super(server);
    }

    @BeforeEach
    void openScene() {
        open(Scene.SHORT);
        // client-go creates a Lease by POST, which a Role cannot limit to a name.
        scene.account().may(Scene.allRights()[0], Permission.onLeases("create"));
    }

    @Test
    void eachTakesOverFromTheOtherWhenItIsReleased() throws Exception {
        try (ClientGoElector neighbour = clientGo("neighbour")) {
            neighbour.await("started", Scene.PATIENCE);
            Replica ours = scene.start("ours");
            ours.await("its start", line -> line.is("started"));

            neighbour.process().terminate();
            scene.awaitLeader();
        }
        Replica ours = scene.awaitLeader();
        try (ClientGoElector neighbour = clientGo("second-neighbour")) {
            assertThat(neighbour.await("leader", Scene.PATIENCE).leader()).isEqualTo("ours");
            ours.process().terminate();
            long released = ours.await("the end of its term", line -> line.is("revoked"))
                    .nanos();
            assertThat(neighbour.await("started", Scene.PATIENCE).nanos()).isGreaterThan(released);
        }
        scene.assertSafe();
    }

    @Test
    void eachTakesOverFromTheOtherWhenItIsKilled() throws Exception {
        Replica ours = scene.start("ours");
        scene.awaitLeader();
        try (ClientGoElector neighbour = clientGo("neighbour")) {
            assertThat(neighbour.await("leader", Scene.PATIENCE).leader()).isEqualTo("ours");
            ours.process().kill();
            neighbour.await("started", Scene.PATIENCE);
            Replica heir = scene.start("heir");
            heir.await("its start", line -> line.is("started"));
            neighbour.process().kill();
            assertThat(scene.awaitSuccessor(ours)).isEqualTo(heir);
        }
        scene.assertSafe();
    }

    private ClientGoElector clientGo(String identity) {
        return ClientGoElector.start(
                scene.account().kubeconfig(),
                scene.namespace(),
                Scene.LEASE,
                identity,
                "-lease-duration=3s",
                "-renew-deadline=2s",
                "-retry-period=400ms",
                "-release-on-cancel");
    }
}
