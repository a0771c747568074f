package io.leaderelection.it.deployment;

import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RealApiServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of the applied kit share: what a test applies is gone after it. */
@RealApiServer
abstract class KitSceneTests {

    final ApiServer server;

    @TempDir
    private Path directory;

    /** What the test has applied, in order. */
    final List<KitScene> scenes = new ArrayList<>();

    KitSceneTests(ApiServer server) {
        this.server = server;
    }

    /** Applies a kustomization, with a namespace and a folder of its own. */
    final KitScene apply(String kustomization) {
        KitScene applied = KitScene.apply(server, directory.resolve("scene-" + scenes.size()), kustomization);
        scenes.add(applied);
        return applied;
    }

    @AfterEach
    final void close() {
        scenes.forEach(KitScene::close);
    }
}
