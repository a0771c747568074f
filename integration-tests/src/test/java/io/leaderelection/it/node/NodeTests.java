package io.leaderelection.it.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The node itself: it comes up, takes pods, and leaves nothing behind, however its JVM ends. */
@RealNode
class NodeTests {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final Node node;
    private Traces before;
    private Process jvm;

    NodeTests(Node node) {
        this.node = node;
    }

    @BeforeEach
    void startAnother() throws IOException {
        before = Traces.now();
        jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        LoneNode.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = new BufferedReader(new InputStreamReader(jvm.getInputStream()));
        assertThat(output.lines().filter("up"::equals).findFirst()).isPresent();
    }

    @AfterEach
    void end() {
        jvm.toHandle().destroyForcibly();
    }

    @Test
    void leavesNothingWhenItIsClosed() throws Exception {
        assertThat(Traces.now()).isNotEqualTo(before);
        assertThat(node.kubectl().run("get", "nodes")).as("the one beside it").contains(" Ready ");

        jvm.getOutputStream().close();

        assertThat(jvm.waitFor()).isZero();
        assertThat(Traces.now()).isEqualTo(before);
    }

    @Test
    void leavesNothingWhenItsJvmIsKilled() {
        jvm.toHandle().destroyForcibly();

        await().atMost(SOON).untilAsserted(() -> assertThat(Traces.now()).isEqualTo(before));
    }
}
