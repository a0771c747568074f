package io.leaderelection.it.apiserver;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.leaderelection.NoSecretInLogs;
import io.leaderelection.test.apiserver.RawApi;
import io.leaderelection.test.apiserver.TestNamespace;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A service account with one Role of its own, whose permissions a test can change at any time. */
public final class Account {

    private static final Duration PROPAGATION = Duration.ofSeconds(30);

    private final TestNamespace namespace;
    private final String name;
    private final String token;
    private int generation;

    private Account(TestNamespace namespace, String name, String token) {
        this.namespace = namespace;
        this.name = name;
        this.token = token;
        NoSecretInLogs.watchFor(token);
    }

    /** Creates a service account that may do nothing yet. */
    public static Account in(TestNamespace namespace, String name) {
        RawApi api = namespace.server().admin();
        String accounts = "/api/v1/namespaces/" + namespace.name() + "/serviceaccounts";
        api.post(accounts, json("{'metadata':{'name':'%s'}}", name)).ok();
        api.post(rbac(namespace) + "/roles", json("{'metadata':{'name':'%s'},'rules':[]}", name))
                .ok();
        api.post(rbac(namespace) + "/rolebindings", json("""
        {'metadata':{'name':'%1$s'},
         'roleRef':{'apiGroup':'rbac.authorization.k8s.io','kind':'Role','name':'%1$s'},
         'subjects':[{'kind':'ServiceAccount','name':'%1$s','namespace':'%2$s'}]}""", name, namespace.name()))
                .ok();
        JsonObject answer = api.post(accounts + "/" + name + "/token", json("{'spec':{'expirationSeconds':3600}}"))
                .ok()
                .json();
        return new Account(
                namespace, name, answer.getAsJsonObject("status").get("token").getAsString());
    }

    /** The user name that the server knows the account by, in its audit log for example. */
    public String userName() {
        return "system:serviceaccount:" + namespace.name() + ":" + name;
    }

    /** A bearer token, made by the server and valid for an hour. */
    public String token() {
        return token;
    }

    /** The API as this account sees it. */
    public RawApi api() {
        return namespace.server().admin().as(token);
    }

    /** The namespace's Leases as this account sees them. */
    public Leases leases() {
        return Leases.in(namespace, api());
    }

    /** Writes a kubeconfig file for this account. */
    public Path kubeconfig() {
        return kubeconfig(namespace.server().url());
    }

    /** Writes a kubeconfig file for this account with another server address, for example that of a proxy. */
    public Path kubeconfig(URI server) {
        return namespace.server().kubeconfig(server, token, namespace.name());
    }

    /** Replaces all permissions of the account, by none if none is given, and waits until the server obeys. */
    public synchronized Account may(Permission... permissions) {
        // A permission for a thing that does not exist tells when the server's authorizer has seen this Role.
        Permission mark = new Permission("test", "marks", List.of("mark-" + ++generation), List.of("get"));
        JsonArray rules = new JsonArray();
        rules.add(mark.toJson());
        for (Permission permission : permissions) {
            rules.add(permission.toJson());
        }
        JsonObject role = json("{'metadata':{'name':'%s'}}", name);
        role.add("rules", rules);
        namespace.server().admin().put(rbac(namespace) + "/roles/" + name, role).ok();
        Awaiting.until("the server obeys the new Role", PROPAGATION, this::obeysNewestRole);
        return this;
    }

    /** Deletes the service account: the server answers 401 to its tokens, 10 s later at the latest. */
    public void delete() {
        RawApi api = namespace.server().admin();
        api.delete("/api/v1/namespaces/" + namespace.name() + "/serviceaccounts/" + name)
                .ok();
    }

    private boolean obeysNewestRole() {
        JsonObject review = json("""
        {'spec':{'user':'%s','resourceAttributes':
          {'namespace':'%s','group':'test','resource':'marks','name':'mark-%d','verb':'get'}}}""", userName(), namespace.name(), generation);
        JsonObject answer = namespace
                .server()
                .admin()
                .post("/apis/authorization.k8s.io/v1/subjectaccessreviews", review)
                .ok()
                .json();
        return answer.getAsJsonObject("status").get("allowed").getAsBoolean();
    }

    private static String rbac(TestNamespace namespace) {
        return "/apis/rbac.authorization.k8s.io/v1/namespaces/" + namespace.name();
    }

    private static JsonObject json(String format, Object... arguments) {
        return JsonParser.parseString(format.formatted(arguments)).getAsJsonObject();
    }
}
