package io.leaderelection.it.apiserver;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;

/** Waits until a server says that it is ready to serve. */
final class Readiness {

    private Readiness() {}

    static void await(ControlPlane server, ServerPart... parts) {
        Awaiting.until("the API server is ready", Duration.ofSeconds(90), () -> {
            for (ServerPart part : parts) {
                if (!part.isAlive()) {
                    throw new IllegalStateException("a part of the API server has ended:\n" + part.logTail());
                }
            }
            return Files.exists(server.caFile()) && isReady(server);
        });
    }

    private static boolean isReady(ControlPlane server) {
        try {
            return RawApi.of(server).get("/readyz").status() == 200;
        } catch (UncheckedIOException | IllegalStateException e) {
            return false; // nobody listens yet, or the certificate is half written
        }
    }
}
