package io.leaderelection.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RealApiServer;
import io.leaderelection.test.apiserver.TestNamespace;
import io.leaderelection.test.process.LeashedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tour in the terminal over a Lease, as {@code -Ddemo=tour -Ddemo.backend=kubernetes} plays it. */
@RealApiServer
class KubernetesTourTests {

    private static final Duration PATIENCE = Duration.ofMinutes(8);

    private final ApiServer server;

    KubernetesTourTests(ApiServer server) {
        this.server = server;
    }

    @Test
    void playsTheTourOnTheClusterOfTheKubeconfig(@TempDir Path directory) throws IOException {
        Path log = directory.resolve("log");
        try (TestNamespace namespace = server.newNamespace("demo")) {
            ProcessBuilder demo = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Ddemo=tour",
                            "-Ddemo.backend=kubernetes",
                            "-Djava.io.tmpdir=" + directory,
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            Demo.class.getName())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            demo.environment().put("KUBECONFIG", namespace.kubeconfig().toString());
            try (LeashedProcess process = LeashedProcess.start(demo)) {
                assertThat(process.awaitEnd(PATIENCE)).as(() -> read(log)).isZero();
            }
        }

        assertThat(read(log).lines())
                .anyMatch(line -> line.contains("over the Lease leader-election-demo-"))
                .anyMatch(line -> line.matches("==> \\w+ leads with fencing token \\d+\\."))
                .anyMatch(line -> line.endsWith(": the ledger refused the line"))
                .anyMatch(line -> line.endsWith("leads no longer: DEADLINE"))
                .anyMatch(line -> line.endsWith("no two replicas led at once."));
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException failure) {
            return failure.toString();
        }
    }
}
