package io.leaderelection.it.apiserver;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/** A namespace of one test, with the Leases and the accounts in it. */
public final class TestNamespace implements AutoCloseable {

    private final ApiServer server;
    private final String name;

    TestNamespace(ApiServer server, String name) {
        this.server = server;
        this.name = name;
    }

    public String name() {
        return name;
    }

    public ApiServer server() {
        return server;
    }

    /** Returns this namespace's Leases as a user who may do everything sees them. */
    public Leases leases() {
        return leases(server.admin());
    }

    /** Returns this namespace's Leases as another user sees them. */
    public Leases leases(RawApi api) {
        return new Leases(api, name);
    }

    /** Creates a service account that may do nothing yet. */
    public Account newAccount(String accountName) {
        return Account.create(this, accountName);
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
