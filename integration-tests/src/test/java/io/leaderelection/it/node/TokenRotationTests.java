package io.leaderelection.it.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.it.apiserver.Awaiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A service account token that the kubelet replaces while the pods run. The shortest that the API server gives lives for
 * ten minutes, so this is no part of each build: {@code -Dmeasure=true}.
 */
@RealNode
@EnabledIfSystemProperty(named = "measure", matches = "true")
class TokenRotationTests {

    private static final String ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

    private static final Duration LIFETIME = Duration.ofSeconds(600);

    /** For as long the API server takes a token that has expired, and then a term may last without a renewal. */
    private static final Duration AFTERLIFE = Duration.ofSeconds(60 + 30);

    private static final String TEN_MINUTES = "{automountServiceAccountToken: false,"
            + " volumes: [{name: account, projected: {sources: ["
            + "{serviceAccountToken: {path: token, expirationSeconds: " + LIFETIME.toSeconds() + "}},"
            + " {configMap: {name: kube-root-ca.crt, items: [{key: ca.crt, path: ca.crt}]}},"
            + " {downwardAPI: {items: [{path: namespace, fieldRef: {fieldPath: metadata.namespace}}]}}]}}],"
            + " containers: [{name: sample, volumeMounts: [{name: account, mountPath: " + ACCOUNT + "}]}]}";

    private final Node node;

    TokenRotationTests(Node node) {
        this.node = node;
    }

    @Test
    void aTermOutlivesTheTokenThatItBeganWithAndStandbysStillTakeOver() {
        try (PodScene scene = new PodScene(node, Manifest.kit("proof-of-death").podSpec(TEN_MINUTES))) {
            String leader = scene.settle();
            PodFaults faults = scene.faults(leader);
            Path file = faults.view(ACCOUNT + "/token");
            String first = read(file);
            long begun = System.nanoTime();

            Awaiting.until("another token", LIFETIME, () -> !read(file).equals(first));
            System.out.printf("MEASURED | token replaced after | %d s |%n", seconds(begun));
            Awaiting.until(
                    "nobody lives on the first token",
                    LIFETIME,
                    () -> seconds(begun) > LIFETIME.plus(AFTERLIFE).toSeconds());

            assertThat(scene.grantsAfter(begun)).as("terms since, %s", scene).isEmpty();
            assertThat(scene.history().lines())
                    .filteredOn(line -> line.nanos() > begun)
                    .noneMatch(line -> line.is("revoked"));
            long killed = faults.kill();
            scene.awaitGrantBeforeExpiry(killed, PodScene.DEFAULT_LEASE);
            scene.assertSafe();
        }
    }

    private static long seconds(long since) {
        return Duration.ofNanos(System.nanoTime() - since).toSeconds();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
