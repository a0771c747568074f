package io.leaderelection.it.node;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** What tests of pods share that are deployed once for a class: each begins with a leader, and ends in safety. */
@RealNode
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PodSceneTests {

    final Node node;

    PodScene scene;

    /** The pod that leads as the test begins. */
    String leader;

    private final Manifest manifest;

    PodSceneTests(Node node, Manifest manifest) {
        this.node = node;
        this.manifest = manifest;
    }

    @BeforeAll
    final void deploy() {
        scene = new PodScene(node, manifest);
    }

    @BeforeEach
    final void settle() {
        leader = scene.settle();
    }

    @AfterEach
    final void judge() {
        scene.assertSafe();
    }

    @AfterAll
    final void remove() {
        scene.close();
    }
}
