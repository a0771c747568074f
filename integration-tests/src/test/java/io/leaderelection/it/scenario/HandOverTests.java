package io.leaderelection.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.Reply;
import org.junit.jupiter.api.Test;

/** Three processes, one leader: who it is, and how it passes on. */
class HandOverTests extends SceneTests {

    HandOverTests(ApiServer server) {
        super(server);
    }

    @Test
    void oneOfThreeLeads() {
        open(Scene.STEADY);
        Replica leader = scene.startThree();

        scene.awaitAllKnow(leader.name());
        scene.awaitMoreBeats(leader);

        assertThat(scene.replicas()).filteredOn(Replica::hasLed).containsExactly(leader);
        assertThat(holder()).isEqualTo(leader.name());
        scene.assertSafe();
    }

    @Test
    void aTerminatedLeaderFinishesItsWorkAndHandsOver() {
        open(Scene.STEADY);
        Replica first = scene.startThree();

        first.process().terminate();
        Replica second = scene.awaitSuccessor(first);
        first.process().awaitEnd(Scene.PATIENCE);

        assertThat(first.lines()).filteredOn(line -> line.is("revoked")).hasSize(1);
        assertThat(first.lines().stream().filter(line -> line.is("enter")).count())
                .as("each call that was let in has ended")
                .isEqualTo(
                        first.lines().stream().filter(line -> line.is("exit")).count());
        assertThat(holder()).isEqualTo(second.name());
        scene.assertSafe();
    }

    @Test
    void aKilledLeaderIsReplaced() {
        open(Scene.SHORT);
        Replica first = scene.startThree();
        long token = Scene.tokenOf(first);

        first.process().kill();
        Replica second = scene.awaitSuccessor(first);

        assertThat(Scene.tokenOf(second)).isGreaterThan(token);
        scene.assertSafe();
    }

    @Test
    void twoProcessesWithOneIdentityAreTwoCandidates() {
        open(Scene.SHORT);
        scene.start("one", "--leader.election.identity=twin");
        scene.start("two", "--leader.election.identity=twin");
        Replica leader = scene.awaitLeader();

        scene.awaitAllKnow("twin");
        scene.awaitMoreBeatsAbove(0);
        assertThat(holder()).isEqualTo("twin");
        scene.assertSafe();

        leader.process().kill();
        scene.awaitSuccessor(leader);
        scene.assertSafe();
    }

    private String holder() {
        Reply reply = scene.leases().get(Scene.LEASE);
        JsonObject spec = reply.json().getAsJsonObject("spec");
        return spec.get("holderIdentity").getAsString();
    }
}
