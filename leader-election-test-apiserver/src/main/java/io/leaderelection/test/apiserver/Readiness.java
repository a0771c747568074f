package io.leaderelection.test.apiserver;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/** The question whether a server is ready to serve. */
final class Readiness {

    private final ControlPlane server;
    private @Nullable RawApi api;

    private Readiness(ControlPlane server) {
        this.server = server;
    }

    /** Waits until the server says that it is ready, and fails as soon as one of its parts has ended. */
    static void await(ControlPlane server, ServerPart... parts) {
        Readiness readiness = new Readiness(server);
        awaiting().until(() -> {
            for (ServerPart part : parts) {
                if (!part.isAlive()) {
                    throw new EndedPartException(part.logTail());
                }
            }
            return readiness.isGiven();
        });
    }

    private static ConditionFactory awaiting() {
        return Awaitility.await("the API server is ready")
                .atMost(Duration.ofMinutes(3))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20));
    }

    private boolean isGiven() {
        try {
            if (api == null && Files.exists(server.caFile())) {
                api = RawApi.of(server);
            }
            return api != null && api.get("/readyz").status() == 200;
        } catch (UncheckedIOException | IllegalStateException failure) {
            return false; // nobody listens yet, or the certificate is half written
        }
    }
}
