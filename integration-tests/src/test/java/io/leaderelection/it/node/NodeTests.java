package io.leaderelection.it.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The node itself: it comes up, takes pods, and leaves nothing behind, however its JVM ends. */
@RealNode
class NodeTests {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Node node;
    private Traces before;
    private Process jvm;

    /** Names of the other node's folder and control group, and of its link. */
    private Set<String> names;

    NodeTests(Node node) {
        this.node = node;
    }

    @BeforeEach
    void startAnother() throws IOException {
        before = Traces.beforeAnyOf();
        jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        LoneNode.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = new BufferedReader(new InputStreamReader(jvm.getInputStream()));
        String[] up = output.lines()
                .filter(line -> line.startsWith("up "))
                .findFirst()
                .orElseThrow()
                .split(" ");
        names = Set.of(up[1], up[2]);
    }

    @AfterEach
    void end() {
        jvm.toHandle().destroyForcibly();
    }

    @Test
    void leavesNothingWhenItIsClosed() throws Exception {
        assertThat(Traces.of(names)).isNotEqualTo(before);
        assertThat(node.kubectl().run("get", "nodes")).as("the one beside it").contains(" Ready ");

        jvm.getOutputStream().close();

        assertThat(jvm.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(jvm.exitValue()).isZero();
        assertThat(Traces.of(names)).isEqualTo(before);
    }

    @Test
    void leavesNothingWhenItsJvmIsKilled() {
        jvm.toHandle().destroyForcibly();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Traces.of(names)).isEqualTo(before));
    }
}
