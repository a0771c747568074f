package io.leaderelection.test.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.util.FileSystemUtils;

/** An etcd and a kube-apiserver process on loopback, with their data in a temporary folder. */
final class LocalControlPlane implements ControlPlane {

    /** How often other ports are tried, before something else must be wrong. */
    private static final int ATTEMPTS = 5;

    private final Path folder;
    private final Ports ports;
    private final int port;
    private final String adminToken = UUID.randomUUID().toString();
    private final ServerPart etcd;
    private final ServerPart apiServer;

    private LocalControlPlane(List<String> etcdProgram, List<String> apiServerProgram, Ports ports) throws IOException {
        this.ports = ports;
        port = ports.next();
        folder = Files.createTempDirectory("leader-election-api-server");
        ServiceAccountKeys.write(folder);
        AuditPolicy.write(folder.resolve("audit-policy.yaml"));
        Files.writeString(folder.resolve("tokens.csv"), adminToken + ",admin,admin,\"system:masters\"\n");
        String etcdClients = "http://127.0.0.1:" + ports.next();
        etcd = new ServerPart(command(etcdProgram, etcdFlags(etcdClients)), folder.resolve("etcd.log"));
        apiServer = new ServerPart(
                command(apiServerProgram, apiServerFlags(etcdClients)), folder.resolve("kube-apiserver.log"));
    }

    /** Starts both programs and waits until the server is ready. */
    static LocalControlPlane start(List<String> etcdProgram, List<String> apiServerProgram) {
        return start(etcdProgram, apiServerProgram, Ports.ofLoopback());
    }

    /** As above, with ports of one's own; with others when somebody else was quicker to take them. */
    static LocalControlPlane start(List<String> etcdProgram, List<String> apiServerProgram, Ports ports) {
        for (int attempt = 1; true; attempt++) {
            try {
                return startOnce(etcdProgram, apiServerProgram, ports);
            } catch (EndedPartException ended) {
                if (!ended.isPortTaken() || attempt == ATTEMPTS) {
                    throw ended;
                }
                System.out.println("API server: a port was taken in the meantime, trying others");
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private static LocalControlPlane startOnce(List<String> etcdProgram, List<String> apiServerProgram, Ports ports)
            throws IOException {
        LocalControlPlane controlPlane = new LocalControlPlane(etcdProgram, apiServerProgram, ports);
        try {
            Readiness.await(controlPlane, controlPlane.apiServer, controlPlane.etcd);
            return controlPlane;
        } catch (RuntimeException failure) {
            controlPlane.close();
            throw failure;
        }
    }

    private List<String> etcdFlags(String clients) {
        String peers = "http://127.0.0.1:" + ports.next();
        return List.of(
                "--name=test",
                "--data-dir=" + folder.resolve("etcd"),
                "--listen-client-urls=" + clients,
                "--advertise-client-urls=" + clients,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=test=" + peers,
                "--unsafe-no-fsync", // the data is worth nothing, and a kill of the process alone loses none
                "--log-level=warn");
    }

    private List<String> apiServerFlags(String etcdClients) {
        return List.of(
                "--etcd-servers=" + etcdClients,
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--secure-port=" + port,
                "--cert-dir=" + folder.resolve("certificates"),
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + folder.resolve(ServiceAccountKeys.PUBLIC),
                "--service-account-signing-key-file=" + folder.resolve(ServiceAccountKeys.PRIVATE),
                "--token-auth-file=" + folder.resolve("tokens.csv"),
                "--authorization-mode=RBAC",
                "--disable-admission-plugins=ServiceAccount", // no controller here makes the accounts it asks for
                "--service-cluster-ip-range=10.96.0.0/24",
                "--endpoint-reconciler-type=none",
                "--audit-policy-file=" + folder.resolve("audit-policy.yaml"),
                "--audit-log-path=" + auditLog(),
                "--audit-log-maxsize=1000");
    }

    @Override
    public URI url() {
        return URI.create("https://127.0.0.1:" + port);
    }

    // The server signs a certificate for itself at its first start; the file holds the signer too.
    @Override
    public Path caFile() {
        return folder.resolve("certificates").resolve("apiserver.crt");
    }

    @Override
    public String adminToken() {
        return adminToken;
    }

    @Override
    public Path auditLog() {
        return folder.resolve("audit.log");
    }

    @Override
    public ServerPart apiServer() {
        return apiServer;
    }

    @Override
    public ServerPart etcd() {
        return etcd;
    }

    @Override
    public void close() {
        apiServer.kill();
        etcd.kill();
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<String> command(List<String> program, List<String> flags) {
        List<String> command = new ArrayList<>(program);
        command.addAll(flags);
        return command;
    }
}
