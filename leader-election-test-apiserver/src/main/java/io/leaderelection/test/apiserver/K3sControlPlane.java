package io.leaderelection.test.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/** A K3s container: one process with API server and store in it, so its parts cannot be stopped one by one. */
final class K3sControlPlane implements ControlPlane {

    private static final String POLICY_FILE = "/etc/audit-policy.yaml";
    private static final String LOG_FILE = "/var/log/kube-audit.log";

    private final K3sContainer container;
    private final Path folder;
    private final URI url;
    private final String adminToken;

    private K3sControlPlane(K3sContainer container) throws IOException, InterruptedException {
        this.container = container;
        this.folder = Files.createTempDirectory("leader-election-k3s");
        String kubeconfig = container.getKubeConfigYaml();
        this.url = URI.create(value(kubeconfig, "server"));
        Files.write(caFile(), Base64.getDecoder().decode(value(kubeconfig, "certificate-authority-data")));
        kubectl("create", "serviceaccount", "test-admin");
        kubectl(
                "create",
                "clusterrolebinding",
                "test-admin",
                "--clusterrole=cluster-admin",
                "--serviceaccount=default:test-admin");
        this.adminToken = kubectl("create", "token", "test-admin", "--duration=24h");
    }

    static K3sControlPlane start(String image) {
        K3sContainer container =
                new K3sContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("rancher/k3s"));
        container.withCopyToContainer(Transferable.of(AuditPolicy.TEXT), POLICY_FILE);
        container.withCommand(Stream.concat(
                        Arrays.stream(container.getCommandParts()),
                        Stream.of(
                                "--kube-apiserver-arg=audit-policy-file=" + POLICY_FILE,
                                "--kube-apiserver-arg=audit-log-path=" + LOG_FILE))
                .toArray(String[]::new));
        try {
            container.start();
            K3sControlPlane controlPlane = new K3sControlPlane(container);
            Readiness.await(controlPlane);
            return controlPlane;
        } catch (IOException failure) {
            container.stop();
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            container.stop();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while starting K3s", interrupted);
        } catch (RuntimeException failure) {
            container.stop();
            throw failure;
        }
    }

    @Override
    public URI url() {
        return url;
    }

    @Override
    public Path caFile() {
        return folder.resolve("ca.crt");
    }

    @Override
    public String adminToken() {
        return adminToken;
    }

    @Override
    public Path auditLog() {
        Path copy = folder.resolve("audit.log");
        container.copyFileFromContainer(LOG_FILE, copy.toString());
        return copy;
    }

    @Override
    public void close() {
        container.stop();
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String kubectl(String... arguments) throws IOException, InterruptedException {
        ExecResult result = container.execInContainer(
                Stream.concat(Stream.of("kubectl"), Arrays.stream(arguments)).toArray(String[]::new));
        if (result.getExitCode() != 0) {
            throw new IOException("kubectl in the K3s container: " + result.getStderr());
        }
        return result.getStdout().strip();
    }

    private static String value(String kubeconfig, String key) {
        Matcher matcher = Pattern.compile(key + ":\\s*\"?([^\\s\"]+)").matcher(kubeconfig);
        if (!matcher.find()) {
            throw new IllegalStateException("No " + key + " in the kubeconfig of K3s");
        }
        return matcher.group(1);
    }
}
