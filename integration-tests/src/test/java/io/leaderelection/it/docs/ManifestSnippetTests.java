package io.leaderelection.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RealApiServer;
import io.leaderelection.test.apiserver.Reply;
import io.leaderelection.test.apiserver.TestNamespace;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every manifest that the documentation shows is accepted by a real API server, with all its fields. */
@RealApiServer
class ManifestSnippetTests {

    /** Where objects of a kind are created. */
    private static final Map<String, String> RESOURCES = Map.of(
            "Role", "roles",
            "RoleBinding", "rolebindings",
            "ServiceAccount", "serviceaccounts",
            "Service", "services",
            "Deployment", "deployments",
            "Lease", "leases",
            "PodDisruptionBudget", "poddisruptionbudgets",
            "NetworkPolicy", "networkpolicies",
            "ConfigMap", "configmaps");

    private final ApiServer server;

    ManifestSnippetTests(ApiServer server) {
        this.server = server;
    }

    @TestFactory
    Stream<DynamicTest> isAccepted() {
        List<Page.Snippet> snippets = Page.Snippet.in("yaml").stream()
                .filter(YamlSnippetTests::isManifest)
                .filter(snippet -> !snippet.text().contains("kind: Kustomization")) // see DeploymentPageTests
                .toList();
        assertThat(snippets).isNotEmpty();
        return snippets.stream()
                .map(snippet -> DynamicTest.dynamicTest(snippet.toString(), () -> {
                    try (TestNamespace namespace = server.newNamespace("docs")) {
                        YamlSnippetTests.documents(snippet).forEach(each -> create(namespace, snippet, each));
                    }
                }));
    }

    private static void create(TestNamespace namespace, Page.Snippet snippet, JsonObject object) {
        String kind = object.get("kind").getAsString();
        String version = object.get("apiVersion").getAsString();
        assertThat(RESOURCES).as("%s: a resource for %s", snippet, kind).containsKey(kind);
        String api = version.contains("/") ? "/apis/" + version : "/api/" + version;
        // a dry run on the server is all of a creation but the storing: nothing is left to be deleted
        Reply reply = namespace
                .server()
                .admin()
                .post(
                        "%s/namespaces/%s/%s?fieldValidation=Strict&dryRun=All"
                                .formatted(api, namespace.name(), RESOURCES.get(kind)),
                        object);
        assertThat(reply.status()).as("%s: %s", snippet, reply.text()).isEqualTo(201);
    }
}
