package io.leaderelection.test.apiserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the servers write into their audit logs: who asked for what and when, without the contents. */
final class AuditPolicy {

    static final String TEXT = """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      rules:
        - {level: None, users: ["system:apiserver"]}
        - {level: Metadata}
      """;

    private AuditPolicy() {}

    static void write(Path target) throws IOException {
        Files.writeString(target, TEXT);
    }
}
