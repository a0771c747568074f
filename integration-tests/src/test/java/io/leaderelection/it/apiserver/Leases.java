package io.leaderelection.it.apiserver;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.leaderelection.test.apiserver.RawApi;
import io.leaderelection.test.apiserver.Reply;
import io.leaderelection.test.apiserver.TestNamespace;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The Leases of one namespace as one user sees them, as raw JSON. */
public final class Leases {

    private final RawApi api;
    private final String namespace;

    private Leases(RawApi api, String namespace) {
        this.api = api;
        this.namespace = namespace;
    }

    /** The Leases of a namespace as a user who may do everything sees them. */
    public static Leases in(TestNamespace namespace) {
        return in(namespace, namespace.server().admin());
    }

    /** The Leases of a namespace as another user sees them. */
    public static Leases in(TestNamespace namespace, RawApi api) {
        return in(namespace.name(), api);
    }

    /** The Leases of a namespace, whichever server it is on, as a user sees them. */
    public static Leases in(String namespace, RawApi api) {
        return new Leases(api, namespace);
    }

    /** The path of a Lease on the server. */
    public String path(String name) {
        return collection() + "/" + name;
    }

    /** The path of all Leases of the namespace. */
    public String collection() {
        return "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases";
    }

    public Reply get(String name) {
        return api.get(path(name));
    }

    /** Lists the Leases that match a field selector, all of them if it is empty. */
    public Reply list(String fieldSelector) {
        return api.get(collection() + "?fieldSelector=" + URLEncoder.encode(fieldSelector, StandardCharsets.UTF_8));
    }

    public Reply post(JsonObject lease) {
        return api.post(collection(), lease);
    }

    public Reply put(String name, JsonObject lease) {
        return api.put(path(name), lease);
    }

    /** Sends a merge patch, written as JSON text. */
    public Reply patch(String name, String json) {
        return api.patch(path(name), JsonParser.parseString(json).getAsJsonObject());
    }

    public Reply delete(String name) {
        return api.delete(path(name));
    }

    /** The holder of a Lease, empty if there is none, or no such Lease. */
    public String holder(String name) {
        Reply reply = get(name);
        JsonObject spec = reply.status() == 200 ? reply.json().getAsJsonObject("spec") : new JsonObject();
        return spec.has("holderIdentity") ? spec.get("holderIdentity").getAsString() : "";
    }

    /** Begins to record every state of a Lease, which need not exist yet. */
    public LeaseHistory history(String name) {
        return LeaseHistory.of(api, collection(), name);
    }

    /** A Lease as the first writer would send it: without uid and version. */
    public JsonObject of(String name, String holder, int leaseDurationSeconds) {
        JsonObject metadata = new JsonObject();
        metadata.addProperty("name", name);
        metadata.addProperty("namespace", namespace);
        JsonObject spec = new JsonObject();
        spec.addProperty("holderIdentity", holder);
        spec.addProperty("leaseDurationSeconds", leaseDurationSeconds);
        JsonObject lease = new JsonObject();
        lease.addProperty("apiVersion", "coordination.k8s.io/v1");
        lease.addProperty("kind", "Lease");
        lease.add("metadata", metadata);
        lease.add("spec", spec);
        return lease;
    }
}
