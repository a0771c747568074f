package io.leaderelection.it.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RealApiServer;
import io.leaderelection.test.apiserver.TestNamespace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server's own rules for Leases on which the election rests. */
@RealApiServer
class LeaseRulesTests {

    private final TestNamespace namespace;
    private Leases leases;

    LeaseRulesTests(ApiServer server) {
        namespace = server.newNamespace("lease-rules");
        leases = Leases.in(namespace);
    }

    @BeforeEach
    void actAsAnAccountThatMayWriteOneLease() {
        leases = Account.in(namespace, "elector")
                .may(Permission.onLease("one", "get", "create", "update"))
                .leases();
    }

    @AfterEach
    void deleteNamespace() {
        namespace.close();
    }

    @Test
    void putCreatesTheMissingLeaseThatTheRoleNames() {
        assertThat(leases.put("one", leases.of("one", "a", 15)).status()).isEqualTo(201);
    }

    @Test
    void putToAnotherNameIsForbidden() {
        assertThat(leases.put("two", leases.of("two", "a", 15)).status()).isEqualTo(403);
    }

    @Test
    void postIsForbiddenWhereTheRoleNamesTheLease() {
        assertThat(leases.post(leases.of("one", "a", 15)).status()).isEqualTo(403);
    }

    @Test
    void putWithoutVersionToAnExistingLeaseIsRefused() {
        leases.put("one", leases.of("one", "a", 15)).ok();
        assertThat(leases.put("one", leases.of("one", "b", 15)).status()).isEqualTo(422);
    }

    @Test
    void putWithAnOldVersionLosesTheRace() {
        JsonObject first = leases.put("one", leases.of("one", "a", 15)).ok().json();
        JsonObject second = first.deepCopy();
        second.getAsJsonObject("spec").addProperty("holderIdentity", "b");
        assertThat(leases.put("one", second).status()).isEqualTo(200);
        first.getAsJsonObject("spec").addProperty("holderIdentity", "c");
        assertThat(leases.put("one", first).status()).isEqualTo(409);
    }

    @Test
    void putWithUidAndVersionDoesNotBringADeletedLeaseBack() {
        JsonObject known = leases.put("one", leases.of("one", "a", 15)).ok().json();
        Leases.in(namespace).delete("one").ok();
        assertThat(leases.put("one", known).status()).isEqualTo(409);
    }

    @Test
    void putWithAnOldVersionButWithoutUidBringsADeletedLeaseBack() {
        JsonObject known = leases.put("one", leases.of("one", "a", 15)).ok().json();
        Leases.in(namespace).delete("one").ok();
        known.getAsJsonObject("metadata").remove("uid");
        assertThat(leases.put("one", known).status()).isEqualTo(201);
    }

    @Test
    void anIdenticalPutDoesNotRaiseTheVersion() {
        JsonObject lease = leases.put("one", leases.of("one", "a", 15)).ok().json();
        JsonObject again = leases.put("one", lease).ok().json();
        assertThat(version(again)).isEqualTo(version(lease));
    }

    /** A rehearsal that a proxy in between makes a real write of. */
    @Test
    void anIdenticalPutByAnotherWriterDoesNotRaiseTheVersionEither() {
        JsonObject lease = leases.put("one", leases.of("one", "a", 15)).ok().json();
        Leases others = Account.in(namespace, "other")
                .may(Permission.onLease("one", "update"))
                .leases();
        assertThat(others.put("one", lease).ok().json()).isEqualTo(lease);
        assertThat(leases.get("one").ok().json()).isEqualTo(lease);
    }

    @Test
    void mergePatchWithoutVersionOverwritesSilently() {
        leases.put("one", leases.of("one", "a", 15)).ok();
        Leases.in(namespace)
                .patch("one", "{\"spec\":{\"holderIdentity\":\"thief\"}}")
                .ok();
        JsonObject spec = leases.get("one").ok().json().getAsJsonObject("spec");
        assertThat(spec.get("holderIdentity").getAsString()).isEqualTo("thief");
    }

    private static String version(JsonObject lease) {
        return lease.getAsJsonObject("metadata").get("resourceVersion").getAsString();
    }
}
