package io.leaderelection.it.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.it.apiserver.Leases;
import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RawApi;
import io.leaderelection.test.apiserver.RealApiServer;
import io.leaderelection.test.apiserver.TestNamespace;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@RealApiServer
class TcpFaultProxyTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final TestNamespace namespace;
    private final TcpFaultProxy proxy;
    private final Leases direct;
    private final Leases proxied;
    private final Leases impatient;

    TcpFaultProxyTests(ApiServer server) {
        namespace = server.newNamespace("tcp-proxy");
        proxy = TcpFaultProxy.to(server.url());
        direct = Leases.in(namespace);
        RawApi api = server.admin().at(proxy.url());
        proxied = Leases.in(namespace, api.withTimeout(Duration.ofMinutes(1)));
        impatient = Leases.in(namespace, api.withTimeout(Duration.ofSeconds(1)));
    }

    @AfterEach
    void close() {
        proxy.close();
        namespace.close();
    }

    @Test
    void passesTlsThrough() {
        assertThat(proxied.put("one", proxied.of("one", "a", 15)).status()).isEqualTo(201);
        assertThat(direct.get("one").status()).isEqualTo(200);
    }

    @Test
    void cutBothWaysKeepsTheRequestBackUntilTheNetworkHeals() throws Exception {
        proxied.get("one");
        proxy.cutBothWays();
        AsyncReply waiting = AsyncReply.of(() -> proxied.put("one", proxied.of("one", "late", 15)));
        assertThatThrownBy(() -> impatient.get("one")).hasCauseInstanceOf(IOException.class);
        assertThat(direct.get("one").status()).isEqualTo(404);
        assertThat(waiting.isDone()).isFalse();
        proxy.heal();
        assertThat(waiting.get(SOON).status()).isEqualTo(201);
    }

    @Test
    void cutAnswersLetsTheRequestTakeEffect() {
        proxied.get("one");
        proxy.cutAnswers();
        assertThatThrownBy(() -> impatient.put("one", impatient.of("one", "a", 15)))
                .hasCauseInstanceOf(HttpTimeoutException.class);
        Awaiting.until("the write", SOON, () -> direct.get("one").status() == 200);
        proxy.heal();
        assertThat(proxied.get("one").status()).isEqualTo(200);
    }

    @Test
    void newConnectionsHangToo() {
        proxy.cutBothWays();
        assertThatThrownBy(() -> impatient.get("one")).hasRootCauseInstanceOf(IOException.class);
        proxy.heal();
        assertThat(proxied.get("one").status()).isEqualTo(404);
    }

    @Test
    void refusesAndAcceptsConnectionsOnTheSamePort() {
        proxied.get("one");
        proxy.refuseConnections();
        assertThatThrownBy(() -> proxied.get("one")).hasCauseInstanceOf(ConnectException.class);
        proxy.acceptConnections();
        assertThat(proxied.get("one").status()).isEqualTo(404);
    }

    @Test
    void resetEndsAWaitingRequestAtOnce() throws Exception {
        proxied.get("one");
        proxy.cutAnswers();
        AsyncReply waiting = AsyncReply.of(() -> proxied.put("one", proxied.of("one", "a", 15)));
        Awaiting.until("the write", SOON, () -> direct.get("one").status() == 200);
        proxy.resetConnections();
        assertThat(waiting.failure(SOON)).hasCauseInstanceOf(IOException.class);
        proxy.heal();
        assertThat(proxied.get("one").status()).isEqualTo(200);
    }
}
