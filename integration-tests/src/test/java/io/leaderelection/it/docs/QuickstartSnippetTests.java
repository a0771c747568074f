package io.leaderelection.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the README shows of an application is in the one that {@code quickstart} has, word for word. */
class QuickstartSnippetTests {

    private static final String SECTION = "## The first five minutes";

    @Test
    void theReadmeShowsTheApplicationThatIsBuilt() throws IOException {
        List<String> sources = sources();

        assertThat(snippets())
                .extracting(Page.Snippet::language)
                .as("one of each kind, or this test shows little")
                .containsExactly("xml", "java", "yaml");
        assertThat(snippets())
                .allSatisfy(snippet -> assertThat(sources)
                        .as("%s", snippet)
                        .anyMatch(source -> source.contains(unindented(snippet.text()))));
    }

    /** Those of the section that are not commands. */
    private static List<Page.Snippet> snippets() {
        Page readme = Page.of(Page.ROOT.resolve("README.md"));
        int begin = readme.lines().indexOf(SECTION);
        int end = nextHeading(readme.lines(), begin);
        return readme.snippets().stream()
                .filter(snippet -> snippet.line() > begin && snippet.line() < end)
                .filter(snippet -> !snippet.language().isEmpty())
                .toList();
    }

    private static int nextHeading(List<String> lines, int heading) {
        int next = heading + 1;
        while (!lines.get(next).startsWith("## ")) {
            next++;
        }
        return next;
    }

    private static List<String> sources() throws IOException {
        Path quickstart = Page.ROOT.resolve("quickstart");
        try (Stream<Path> files = Stream.concat(
                Files.walk(quickstart.resolve("src")).filter(Files::isRegularFile),
                Stream.of(quickstart.resolve("pom.xml")))) {
            return files.map(file -> unindented(String.join("\n", Page.of(file).lines())))
                    .toList();
        }
    }

    /** Without what differs where a part of a file is shown. */
    private static String unindented(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
