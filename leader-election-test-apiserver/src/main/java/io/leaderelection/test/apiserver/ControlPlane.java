package io.leaderelection.test.apiserver;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/** A running API server with its store, as a provider hands it over: ready, and with RBAC on. */
interface ControlPlane extends AutoCloseable {

    /** The address, {@code https} and on this machine. */
    URI url();

    /** A PEM file with the certificates that vouch for the server. */
    Path caFile();

    /** The bearer token of a user who may do everything. */
    String adminToken();

    /** The audit log as written so far, one JSON object per line. */
    Path auditLog() throws IOException;

    /** The API server's process; skips the calling test where it does not have one of its own. */
    default ServerPart apiServer() {
        throw new TestAbortedException("This server's parts cannot be stopped one by one");
    }

    /** The store's process; skips the calling test where it does not have one of its own. */
    default ServerPart etcd() {
        throw new TestAbortedException("This server's parts cannot be stopped one by one");
    }

    @Override
    void close();
}
