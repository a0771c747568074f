package io.leaderelection.it.scenario;

import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RealApiServer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of a scene share: each opens one, and it is closed after the test. */
@RealApiServer
abstract class SceneTests {

    final ApiServer server;

    /** The test's own, once opened. */
    Scene scene;

    @TempDir
    Path directory;

    SceneTests(ApiServer server) {
        this.server = server;
    }

    /** Opens the test's scene; its replicas have these timings and options. */
    final void open(List<String> timings, String... options) {
        scene = new Scene(server, directory, timings, options);
    }

    @AfterEach
    final void close() throws Exception {
        @Nullable Scene opened = scene;
        if (opened != null) {
            opened.close();
        }
    }
}
