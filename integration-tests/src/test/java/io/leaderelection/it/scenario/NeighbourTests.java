package io.leaderelection.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.it.apiserver.Permission;
import io.leaderelection.it.clientgo.ClientGoElector;
import io.leaderelection.test.apiserver.ApiServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** client-go's elector and ours on one Lease. */
class NeighbourTests extends SceneTests {

    NeighbourTests(ApiServer server) {
        super(server);
    }

    /** Both as patient as {@link Scene#STEADY}. */
    private static final List<String> PATIENT = List.of("-lease-duration=24s", "-renew-deadline=20s");

    /** Both as hasty as {@link Scene#SHORT}. */
    private static final List<String> HASTY = List.of("-lease-duration=3s", "-renew-deadline=2s");

    private void openForBoth(List<String> timings) {
        open(timings);
        // client-go creates a Lease by POST, which a Role cannot limit to a name.
        scene.account().may(Scene.allRights()[0], Permission.onLeases("create"));
    }

    @Test
    void eachTakesOverFromTheOtherWhenItIsReleased() throws Exception {
        openForBoth(Scene.STEADY);
        try (ClientGoElector neighbour = clientGo("neighbour", PATIENT)) {
            neighbour.await("started", Scene.PATIENCE);
            scene.start("ours");
            scene.awaitAllKnow("neighbour"); // whoever has not seen the neighbour hold the Lease must wait it out

            neighbour.process().terminate();
            scene.awaitLeader();
        }
        Replica ours = scene.awaitLeader();
        try (ClientGoElector neighbour = clientGo("second-neighbour", PATIENT)) {
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
        openForBoth(Scene.SHORT);
        Replica ours = scene.start("ours");
        scene.awaitLeader();
        try (ClientGoElector neighbour = clientGo("neighbour", HASTY)) {
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

    private ClientGoElector clientGo(String identity, List<String> timings) {
        List<String> flags = new ArrayList<>(timings);
        flags.addAll(List.of("-retry-period=400ms", "-release-on-cancel"));
        return ClientGoElector.start(
                scene.account().kubeconfig(), scene.namespace(), Scene.LEASE, identity, flags.toArray(String[]::new));
    }
}
