package io.leaderelection.test.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.opentest4j.TestAbortedException;

@DisabledOnOs(OS.WINDOWS)
class LocalControlPlaneTests {

    private final AtomicInteger asked = new AtomicInteger();

    private final Ports counting = () -> {
        asked.incrementAndGet();
        return 1;
    };

    /** The real programs: their words for it are what the retry rests on. */
    @Test
    void triesOtherPortsWhenSomebodyElseWasQuicker() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // In the order in which they are asked for: the server's, then etcd's two.
            Deque<Integer> ports = new ArrayDeque<>();
            Ports free = Ports.ofLoopback();
            ports.add(free.next());
            ports.add(taken.getLocalPort());
            ports.add(free.next());
            ports.add(taken.getLocalPort());
            try (ControlPlane server = LocalControlPlane.start(
                    program("etcd"), program("kube-apiserver"), () -> ports.isEmpty() ? free.next() : ports.remove())) {
                assertThat(RawApi.of(server).get("/readyz").status()).isEqualTo(200);
                assertThat(server.url().getPort()).isNotEqualTo(taken.getLocalPort());
            }
            assertThat(ports).isEmpty();
        }
    }

    @Test
    void givesUpWhenNoPortIsEverFree() {
        assertThatThrownBy(() -> start("echo 'listen tcp 127.0.0.1:1: bind: address already in use'; exit 1"))
                .isInstanceOf(EndedPartException.class)
                .hasMessageContaining("address already in use");
        assertThat(asked).hasValue(15);
    }

    @Test
    void doesNotRepeatAStartThatFailsForAnotherReason() {
        assertThatThrownBy(() -> start("echo 'unknown flag: --etcd-servers'; exit 1"))
                .isInstanceOf(EndedPartException.class)
                .hasMessageContaining("unknown flag");
        assertThat(asked).hasValue(3);
    }

    private void start(String script) {
        List<String> program = List.of("/bin/sh", "-c", script, "server");
        LocalControlPlane.start(program, program, counting).close();
    }

    private static List<String> program(String part) {
        String assets = System.getenv("KUBEBUILDER_ASSETS");
        if (assets != null) {
            return List.of(assets + "/" + part);
        }
        try {
            return List.of(GoBuiltProvider.module().program().toString(), part);
        } catch (MissingPrerequisiteException failure) {
            throw new TestAbortedException(failure.getMessage(), failure);
        }
    }
}
