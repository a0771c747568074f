package io.leaderelection.test.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Writes kubeconfig files with one cluster, one user who has a token, and one namespace. */
final class Kubeconfig {

    private Kubeconfig() {}

    static Path write(URI server, Path caFile, String token, String namespace) {
        try {
            String authority = server.getScheme().equals("https")
                    ? ", certificate-authority-data: " + Base64.getEncoder().encodeToString(Files.readAllBytes(caFile))
                    : "";
            Path file = Files.createTempFile("kubeconfig", ".yaml");
            file.toFile().deleteOnExit();
            return Files.writeString(file, """
          apiVersion: v1
          kind: Config
          current-context: test
          clusters: [{name: test, cluster: {server: "%s"%s}}]
          users: [{name: test, user: {token: "%s"}}]
          contexts: [{name: test, context: {cluster: test, user: test, namespace: "%s"}}]
          """.formatted(server, authority, token, namespace));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
