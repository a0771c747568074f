package io.leaderelection.it.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.NoSecretInLogs;
import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.TestNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A kustomization of the kit, applied in a namespace of its own, and the processes that stand for its pods. */
final class KitScene implements AutoCloseable {

    private final TestNamespace namespace;
    private final Kubectl kubectl;
    private final Path directory;
    private final Manifests manifests;
    private final String token;
    private final List<SamplePod> pods = new ArrayList<>();

    private KitScene(TestNamespace namespace, Path directory, String kustomization) {
        this.namespace = namespace;
        this.directory = directory;
        this.kubectl = new Kubectl(namespace, directory);
        this.manifests = Manifests.render(kubectl, kustomization);
        kubectl.run("apply", "-k", kustomization);
        this.token = kubectl.run("create", "token", "sample");
        NoSecretInLogs.watchFor(token);
    }

    static KitScene apply(ApiServer server, Path directory, String kustomization) {
        try {
            return new KitScene(server.newNamespace("kit"), Files.createDirectories(directory), kustomization);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    TestNamespace namespace() {
        return namespace;
    }

    Kubectl kubectl() {
        return kubectl;
    }

    /** Starts a process with the Deployment's environment and the rights of its account. */
    SamplePod start(String name, String... options) {
        return startAt(namespace.server().url(), name, options);
    }

    /** As {@link #start}, with another address of the API server, for example that of a proxy. */
    SamplePod startAt(URI address, String name, String... options) {
        Path kubeconfig = namespace.server().kubeconfig(address, token, namespace.name());
        SamplePod pod = SamplePod.start(name, manifests, kubeconfig, directory, List.of(options));
        pods.add(pod);
        return pod;
    }

    /** Changes an object by a JSON patch, written with single quotes. */
    void patch(String kind, String name, String patch) {
        kubectl.run("patch", kind, name, "--type=json", "--patch=" + patch.replace('\'', '"'));
    }

    /** A field of the Lease's specification. */
    String lease(String field) {
        return kubectl.run("get", "lease", "sample", "-o", "jsonpath={.spec." + field + "}");
    }

    @Override
    public void close() {
        pods.forEach(SamplePod::close);
        namespace.close();
        assertThat(pods)
                .as("logs without the token in use")
                .noneMatch(pod -> pod.log().contains(token));
    }
}
