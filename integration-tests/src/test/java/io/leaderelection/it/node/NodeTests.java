package io.leaderelection.it.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The node itself: it comes up, takes pods, and leaves nothing behind. */
@RealNode
class NodeTests {

    private final Node node;

    NodeTests(Node node) {
        this.node = node;
    }

    @Test
    void comesUp() {
        assertThat(node.kubectl().run("get", "nodes")).contains(" Ready ").contains("v1.36.3");
    }
}
