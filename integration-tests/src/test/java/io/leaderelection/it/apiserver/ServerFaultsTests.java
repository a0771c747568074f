package io.leaderelection.it.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RealApiServer;
import io.leaderelection.test.apiserver.TestNamespace;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RealApiServer(dedicated = true)
class ServerFaultsTests {

    private final ApiServer server;
    private final TestNamespace namespace;
    private final Leases leases;
    private final Leases impatient;

    ServerFaultsTests(ApiServer server) {
        this.server = server;
        this.namespace = server.newNamespace("faults");
        this.leases = Leases.in(namespace);
        this.impatient = Leases.in(namespace, server.admin().withTimeout(Duration.ofSeconds(1)));
    }

    @BeforeEach
    void createLease() {
        leases.put("one", leases.of("one", "a", 15)).ok();
    }

    @AfterEach
    void deleteNamespace() {
        namespace.close();
    }

    @Test
    void restartKeepsDataTokensAndAddress() {
        Account account = Account.in(namespace, "survivor").may(Permission.onLeases("get"));
        String before = account.leases().get("one").ok().text();
        long pid = server.apiServer().pid();

        server.restart();

        assertThat(server.apiServer().pid()).isNotEqualTo(pid);
        assertThat(account.leases().get("one").ok().text()).isEqualTo(before);
    }

    @Test
    void aHistoryGoesOnWhenTheServerWasRestarted() throws Exception {
        try (LeaseHistory history = leases.history("one")) {
            history.await(entry -> entry.holder().equals("a"), Duration.ofSeconds(10));

            server.restart();
            leases.patch("one", "{\"spec\":{\"holderIdentity\":\"b\"}}").ok();

            history.await(entry -> entry.holder().equals("b"), Duration.ofSeconds(10));
        }
    }

    @Test
    void killedServerRefusesConnections() {
        server.apiServer().kill();
        assertThatThrownBy(() -> impatient.get("one")).hasRootCauseInstanceOf(java.io.IOException.class);
        server.apiServer().start();
        server.awaitReady();
        assertThat(leases.get("one").status()).isEqualTo(200);
    }

    @Test
    void pausedServerDoesNotAnswer() {
        server.apiServer().pause();
        try {
            assertThatThrownBy(() -> impatient.get("one")).hasCauseInstanceOf(HttpTimeoutException.class);
        } finally {
            server.apiServer().resume();
        }
        assertThat(leases.get("one").status()).isEqualTo(200);
    }

    @Test
    void pausedStoreLetsAPlainGetHangWhileAnyVersionIsServedFromTheCache() {
        Awaiting.until("the cache has the Lease", Duration.ofSeconds(20), () -> inAnyVersion("one") == 200);
        server.etcd().pause();
        try {
            assertThatThrownBy(() -> impatient.get("one")).hasCauseInstanceOf(HttpTimeoutException.class);
            assertThat(inAnyVersion("one")).isEqualTo(200);
        } finally {
            server.etcd().resume();
        }
        assertThat(leases.get("one").status()).isEqualTo(200);
    }

    private int inAnyVersion(String name) {
        return server.admin().get(leases.path(name) + "?resourceVersion=0").status();
    }
}
