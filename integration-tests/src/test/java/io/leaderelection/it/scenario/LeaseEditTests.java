package io.leaderelection.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.leaderelection.test.apiserver.ApiServer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Somebody else's hands on the Lease: what ends a term, what does not, and that a leader comes back. */
class LeaseEditTests extends SceneTests {

    LeaseEditTests(ApiServer server) {
        super(server);
    }

    @Test
    void aDeletedLeaseEndsTheTermAndTheNextTokenIsHigher() {
        endsTheTerm(() -> scene.leases().delete(Scene.LEASE));
    }

    @Test
    void aBlankedLeaseEndsTheTerm() {
        endsTheTerm(() -> patch("{\"spec\":{\"holderIdentity\":null}}"));
    }

    @Test
    void aStolenLeaseEndsTheTermAndIsTakenBackWhenTheThiefDoesNotRenew() {
        endsTheTerm(() -> patch("{\"spec\":{\"holderIdentity\":\"thief\"}}"));
    }

    @Test
    void aLeaseFilledWithGarbageEndsTheTermAndHarmsNobody() {
        String holder = "x\\n\\u001b[31m${jndi:ldap://127.0.0.1/}" + "y".repeat(100_000);
        endsTheTerm(
                () -> patch(
                        "{\"spec\":{\"holderIdentity\":\"" + holder
                                + "\",\"leaseTransitions\":2147483647,\"acquireTime\":null,\"renewTime\":null},"
                                + "\"metadata\":{\"annotations\":{\"leader-election.io/seal\":\"v1;token=99999999999999999999;;=\"}}}"));
        assertThat(scene.toString()).doesNotContain("\u001b[31m$").doesNotContain("y".repeat(300));
    }

    @Test
    void aLeaseThatIsRelabelledAllTheTimeStaysWithItsLeader() {
        open(Scene.STEADY);
        Replica leader = scene.startThree();
        List<Long> tokens = scene.history().tokens();
        long renewals = scene.lease().renewals();

        for (int label = 0; scene.lease().renewals() < renewals + 4; label++) {
            assertThat(label).as("labels, and still no 4 renewals").isLessThan(100);
            patch("{\"metadata\":{\"labels\":{\"edited\":\"" + label + "\"},\"annotations\":{\"other\":\"kept\"}}}");
            scene.awaitMoreBeats(leader);
        }

        JsonObject metadata = scene.leases().get(Scene.LEASE).json().getAsJsonObject("metadata");
        assertThat(metadata.getAsJsonObject("labels").has("edited")).isTrue();
        assertThat(metadata.getAsJsonObject("annotations").get("other").getAsString())
                .isEqualTo("kept");
        assertThat(scene.history().tokens()).isEqualTo(tokens);
        scene.assertSafe();
    }

    private void endsTheTerm(Runnable edit) {
        open(Scene.SHORT);
        Replica leader = scene.startThree();
        long token = Scene.tokenOf(leader);

        edit.run();
        leader.await("the end of its term", line -> line.is("revoked") && line.token() == token);

        scene.awaitMoreBeatsAbove(token);
        scene.assertSafe();
    }

    private void patch(String json) {
        assertThat(scene.leases().patch(Scene.LEASE, json).status()).isEqualTo(200);
    }
}
