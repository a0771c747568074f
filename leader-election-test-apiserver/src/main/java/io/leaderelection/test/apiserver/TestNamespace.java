package io.leaderelection.test.apiserver;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;

/** A namespace of one test. */
public final class TestNamespace implements AutoCloseable {

    private final ApiServer server;
    private final String name;

    TestNamespace(ApiServer server, String name) {
        this.server = server;
        this.name = name;
    }

    /** The name. */
    public String name() {
        return name;
    }

    /** The server that the namespace is on. */
    public ApiServer server() {
        return server;
    }

    /** Writes a kubeconfig file for the user who may do everything, with this namespace as the current one. */
    public Path kubeconfig() {
        return server.adminKubeconfig(name);
    }

    /**
     * Deletes the namespace and what the fixture puts into it. Where no controller runs that would empty a dying
     * namespace, this does what it would do.
     */
    @Override
    public void close() {
        RawApi api = server.admin();
        String core = "/api/v1/namespaces/" + name;
        for (String collection : List.of(
                "/apis/coordination.k8s.io/v1/namespaces/" + name + "/leases",
                "/apis/rbac.authorization.k8s.io/v1/namespaces/" + name + "/rolebindings",
                "/apis/rbac.authorization.k8s.io/v1/namespaces/" + name + "/roles",
                core + "/serviceaccounts")) {
            api.delete(collection).ok();
        }
        JsonObject dying = api.delete(core).ok().json();
        dying.getAsJsonObject("spec").add("finalizers", new JsonArray());
        dying.getAsJsonObject("metadata").remove("resourceVersion");
        Reply finalized = api.put(core + "/finalize", dying);
        if (finalized.status() != 404) { // a controller of the server's own was quicker
            finalized.ok();
        }
    }
}
