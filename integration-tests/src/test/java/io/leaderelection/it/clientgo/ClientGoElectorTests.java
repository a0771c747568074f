package io.leaderelection.it.clientgo;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.it.apiserver.Account;
import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.it.apiserver.Permission;
import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RealApiServer;
import io.leaderelection.test.apiserver.TestNamespace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@RealApiServer
class ClientGoElectorTests {

    /** It looks often, and is not impatient: it leads on while the machine stands still. */
    private static final String[] FAST = {
        "-lease-duration=24s", "-renew-deadline=20s", "-retry-period=400ms", "-release-on-cancel"
    };

    private static final Duration SOON = Duration.ofSeconds(20);

    private final TestNamespace namespace;
    private final Path kubeconfig;

    ClientGoElectorTests(ApiServer server) {
        namespace = server.newNamespace("client-go");
        Account account = Account.in(namespace, "client-go").may(Permission.onLeases("get", "create", "update"));
        kubeconfig = account.kubeconfig();
    }

    @AfterEach
    void deleteNamespace() {
        namespace.close();
    }

    @Test
    void leadsAndHandsOverWhenItIsTerminated() throws Exception {
        try (ClientGoElector first = start("first")) {
            first.await("started", SOON);
            try (ClientGoElector second = start("second")) {
                assertThat(second.await("leader", SOON).leader()).isEqualTo("first");
                first.process().terminate();
                first.await("stopped", SOON);
                assertThat(first.process().awaitEnd(SOON)).isZero();
                second.await("started", SOON);
                // client-go tells of each event on a thread of its own: in any order.
                Awaiting.until(
                        "its own name as the leader's",
                        SOON,
                        () -> leaders(second).containsAll(List.of("first", "second")));
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void stampsItsEventsWithTheClockOfThisJvm() throws Exception {
        long before = System.nanoTime();
        try (ClientGoElector elector = start("stamped")) {
            ClientGoEvent started = elector.await("started", SOON);
            assertThat(started.nanos()).isBetween(before, System.nanoTime());
        }
    }

    private static List<String> leaders(ClientGoElector elector) {
        return elector.history().stream().map(ClientGoEvent::leader).toList();
    }

    private ClientGoElector start(String identity) {
        return ClientGoElector.start(kubeconfig, namespace.name(), "shared", identity, FAST);
    }
}
