package io.leaderelection.it.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RealApiServer;
import io.leaderelection.test.apiserver.TestNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page on deployment tells of all that is in the kit, and of nothing else; and its kustomization can be applied. */
@RealApiServer
class DeploymentPageTests {

    private static final Path KIT = Kubectl.PROJECT.resolve("sample-app/kubernetes");
    private static final Pattern OVERLAY = Pattern.compile("(?m)^\\|[^|]*\\| `([a-z-]+)` \\| (yes)? ?\\|");
    private static final Pattern KUSTOMIZATION =
            Pattern.compile("```yaml\n([^`]*\nkind: Kustomization\nnamespace: shop\n[^`]*)```");

    private final ApiServer server;
    private final String page = Files.readString(Kubectl.PROJECT.resolve("docs/deployment.md"));

    DeploymentPageTests(ApiServer server) throws IOException {
        this.server = server;
    }

    @Test
    void itNamesEachOverlayEachComponentAndEachFileOfTheBase() throws IOException {
        assertThat(named(row -> true)).isEqualTo(entries("overlays"));
        assertThat(named(row -> row.group(2) != null)).isEqualTo(entries("components"));
        for (String file : entries("base")) {
            if (!file.equals("kustomization.yaml")) {
                assertThat(page).contains("(../sample-app/kubernetes/base/" + file + ")");
            }
        }
    }

    @Test
    void itsKustomizationCanBeApplied(@TempDir Path directory) throws IOException {
        Matcher snippet = KUSTOMIZATION.matcher(page);
        assertThat(snippet.find()).isTrue();
        copy(KIT, directory);
        Path mine = Files.createDirectories(directory.resolve("overlays/mine"));
        try (TestNamespace namespace = server.newNamespace("kit")) {
            Files.writeString(
                    mine.resolve("kustomization.yaml"),
                    snippet.group(1).replace("namespace: shop", "namespace: " + namespace.name()));

            assertThat(new Kubectl(namespace, directory).run("apply", "--warnings-as-errors", "-k", mine.toString()))
                    .contains("deployment.apps/sample created", "service/sample-leader created");
        }
    }

    private Set<String> named(Predicate<MatchResult> which) {
        return OVERLAY.matcher(page)
                .results()
                .filter(which)
                .map(row -> row.group(1))
                .collect(Collectors.toSet());
    }

    private static Set<String> entries(String folder) throws IOException {
        try (Stream<Path> entries = Files.list(KIT.resolve(folder))) {
            return entries.map(entry -> entry.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }
}
