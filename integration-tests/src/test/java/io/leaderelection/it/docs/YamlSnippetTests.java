package io.leaderelection.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.leaderelection.autoconfigure.ElectionProperties;
import io.leaderelection.autoconfigure.LeaderElectionProperties;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/** Every configuration that the documentation shows is understood, key by key. */
class YamlSnippetTests {

    private static final Map<String, String> KNOWN = knownKeys();

    @TestFactory
    Stream<DynamicTest> binds() {
        List<Page.Snippet> snippets = Page.Snippet.in("yaml").stream()
                .filter(snippet -> !isManifest(snippet))
                .toList();
        assertThat(snippets).isNotEmpty();
        return snippets.stream()
                .map(snippet -> DynamicTest.dynamicTest(snippet.toString(), () -> assertUnderstood(snippet)));
    }

    static boolean isManifest(Page.Snippet snippet) {
        return snippet.text().contains("apiVersion:");
    }

    private static void assertUnderstood(Page.Snippet snippet) throws IOException {
        List<PropertySource<?>> sources = new YamlPropertySourceLoader()
                .load(snippet.toString(), new ByteArrayResource(snippet.text().getBytes(StandardCharsets.UTF_8)));
        assertThat(sources).as("%s", snippet).isNotEmpty();
        Binder binder = new Binder(ConfigurationPropertySources.from(sources));
        binder.bind(LeaderElectionProperties.PREFIX, LeaderElectionProperties.class);
        binder.bind(LeaderElectionProperties.PREFIX, ElectionProperties.class);
        for (PropertySource<?> source : sources) {
            for (String key : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
                assertThat(isKnown(key)).as("%s: %s", snippet, key).isTrue();
            }
        }
    }

    /** Whether some library's metadata tells of the key, or of a map that it is in. */
    private static boolean isKnown(String key) {
        String canonical = key.replaceAll("\\[\\d+]", "")
                .replaceFirst("^leader\\.election\\.elections\\.[^.]+\\.", "leader.election.");
        for (String each = canonical; !each.isEmpty(); each = each.substring(0, Math.max(0, each.lastIndexOf('.')))) {
            String type = KNOWN.get(each);
            if (type != null && (each.equals(canonical) || type.startsWith("java.util.Map"))) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, String> knownKeys() {
        Map<String, String> known = new HashMap<>();
        try {
            for (URL url : Collections.list(YamlSnippetTests.class
                    .getClassLoader()
                    .getResources("META-INF/spring-configuration-metadata.json"))) {
                try (InputStream content = url.openStream()) {
                    JsonObject metadata = JsonParser.parseString(
                                    new String(content.readAllBytes(), StandardCharsets.UTF_8))
                            .getAsJsonObject();
                    metadata.getAsJsonArray("properties").forEach(each -> {
                        JsonObject property = each.getAsJsonObject();
                        known.put(
                                property.get("name").getAsString(),
                                property.has("type") ? property.get("type").getAsString() : "");
                    });
                }
            }
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
        return known;
    }

    /** The documents of a manifest, as the API takes them. */
    static List<JsonObject> documents(Page.Snippet snippet) {
        Gson gson = new Gson();
        return StreamSupport.stream(
                        new org.yaml.snakeyaml.Yaml().loadAll(snippet.text()).spliterator(), false)
                .map(document -> gson.toJsonTree(document).getAsJsonObject())
                .toList();
    }
}
