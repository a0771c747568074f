package io.leaderelection.test.apiserver;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A running Kubernetes API server; see {@link RealApiServer} for how a test gets one. */
public final class ApiServer implements AutoCloseable {

    private final String provider;
    private final ControlPlane controlPlane;
    private final RawApi admin;
    private final AtomicInteger namespaces = new AtomicInteger();

    ApiServer(String provider, ControlPlane controlPlane) {
        this.provider = provider;
        this.controlPlane = controlPlane;
        this.admin = RawApi.of(controlPlane);
    }

    /** The name of the provider: {@code envtest}, {@code k3s} or {@code go-built}. */
    public String provider() {
        return provider;
    }

    /** The address, {@code https} and on this machine. */
    public URI url() {
        return controlPlane.url();
    }

    /** A PEM file with the certificates that vouch for the server. */
    public Path caFile() {
        return controlPlane.caFile();
    }

    /** The token of a user who may do everything. */
    public String adminToken() {
        return controlPlane.adminToken();
    }

    /** The API as a user who may do everything sees it. */
    public RawApi admin() {
        return admin;
    }

    /** Writes a kubeconfig file for the user who may do everything. */
    public Path adminKubeconfig(String namespace) {
        return kubeconfig(url(), adminToken(), namespace);
    }

    /** Creates a namespace whose name begins with the prefix and that no other test uses. */
    public TestNamespace newNamespace(String prefix) {
        String name = prefix + "-" + Long.toString(System.nanoTime(), 36) + "-" + namespaces.incrementAndGet();
        JsonObject body = JsonParser.parseString("{\"metadata\":{\"name\":\"" + name + "\"}}")
                .getAsJsonObject();
        admin.post("/api/v1/namespaces", body).ok();
        return new TestNamespace(this, name);
    }

    /**
     * The server's audit log of all requests since its first start, as written so far: one JSON object
     * ({@code audit.k8s.io/v1}) per line, the last of which may be half written.
     */
    public Path auditLog() {
        try {
            return controlPlane.auditLog();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The API server's process; skips the calling test if the provider has none to offer. */
    public ServerPart apiServer() {
        return controlPlane.apiServer();
    }

    /** Returns etcd's process; skips the calling test if the provider has none to offer. */
    public ServerPart etcd() {
        return controlPlane.etcd();
    }

    /** Kills the API server, starts it again on the same port and data, and waits until it is ready. */
    public void restart() {
        apiServer().kill();
        apiServer().start();
        awaitReady();
    }

    /** Waits until the server, after a start or a pause, is ready to serve. */
    public void awaitReady() {
        Readiness.await(controlPlane, apiServer(), etcd());
    }

    /** Writes a kubeconfig file for the owner of a token, with the address of the server or, say, of a proxy. */
    public Path kubeconfig(URI server, String token, String namespace) {
        return Kubeconfig.write(server, caFile(), token, namespace);
    }

    @Override
    public void close() {
        controlPlane.close();
    }
}
