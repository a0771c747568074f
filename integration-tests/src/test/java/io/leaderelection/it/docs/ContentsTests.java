package io.leaderelection.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/README.md} lists every page and few words; {@code CONTRIBUTING.md} names code that is there. */
class ContentsTests {

    private static final Pattern PAGE_IN_TABLE = Pattern.compile("^\\| \\[[^\\]]+\\]\\(([^)]+)\\)");
    private static final Pattern SOURCE = Pattern.compile("\\[`(\\w+)(?:\\.(\\w+))?`\\]\\(([^)]+\\.java)\\)");

    private final Page contents = Page.of(Page.ROOT.resolve("docs/README.md"));
    private final Page contributing = Page.of(Page.ROOT.resolve("CONTRIBUTING.md"));

    @Test
    void everyPageIsListedOnce() throws IOException {
        Path docs = Page.ROOT.resolve("docs");
        try (Stream<Path> entries = Files.list(docs)) {
            List<String> pages = entries.map(entry -> Files.isDirectory(entry) ? entry.resolve("README.md") : entry)
                    .filter(Files::exists)
                    .map(page -> docs.relativize(page).toString())
                    .filter(page -> page.endsWith(".md") && !page.equals("README.md"))
                    .toList();

            assertThat(contents.lines().stream()
                            .flatMap(line -> PAGE_IN_TABLE.matcher(line).results())
                            .map(page -> page.group(1)))
                    .containsExactlyInAnyOrderElementsOf(pages);
        }
    }

    @Test
    void theGlossaryHasAtMostTwentyFiveWordsInTheirOrder() {
        List<String> words = contents.lines().stream()
                .dropWhile(line -> !line.equals("## Glossary"))
                .dropWhile(line -> !line.startsWith("|---"))
                .skip(1)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|")[1].strip())
                .toList();

        assertThat(words).hasSizeBetween(1, 25).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void everyClassAndMethodThatContributorsAreSentToIsThere() {
        List<MatchResult> named = contributing.prose().stream()
                .flatMap(line -> SOURCE.matcher(line).results())
                .toList();

        assertThat(named)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(isThere(name)).as(name.group()).isTrue());
    }

    @Test
    void whatIsNotThereIsFound() {
        String path = "leader-election-autoconfigure/src/main/java/io/leaderelection/gate/Term.java";
        assertThat(isThere(named("[`Term.holds`](" + path + ")"))).isTrue();
        assertThat(isThere(named("[`Term.opens`](" + path + ")"))).isFalse();
        assertThat(isThere(named("[`Gate`](" + path + ")"))).isFalse();
        assertThat(isThere(named("[`Gate`](" + path.replace("Term", "Gate") + ")")))
                .isFalse();
    }

    private static MatchResult named(String link) {
        return SOURCE.matcher(link).results().findFirst().orElseThrow();
    }

    /** Whether the file is that class, and declares that method. */
    private static boolean isThere(MatchResult name) {
        Path file = Page.ROOT.resolve(name.group(3));
        if (!Files.exists(file) || !file.endsWith(name.group(1) + ".java")) {
            return false;
        }
        Pattern declaration = Pattern.compile("^    [\\w@<][^=;.]* " + name.group(2) + "\\(");
        return name.group(2) == null
                || Page.of(file).lines().stream()
                        .anyMatch(line -> declaration.matcher(line).find());
    }
}
