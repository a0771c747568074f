package io.leaderelection.test.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The examples of {@code docs/testing.md} are taken from tests that run, word by word. */
class DocumentationTests {

    private static final Path FOLDER = Path.of(System.getProperty("basedir", "."));
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```java\n(.*?)```");

    @Test
    void examplesAreCompiledAndRun() throws IOException {
        List<String> examples = EXAMPLE.matcher(Files.readString(FOLDER.resolve("../docs/testing.md")))
                .results()
                .map(example -> withoutLayout(example.group(1)))
                .toList();
        assertThat(examples).isNotEmpty();
        assertThat(examples)
                .allSatisfy(example -> assertThat(sources())
                        .as("tests, one of which should hold: %s", example)
                        .anyMatch(source -> source.contains(example)));
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> here = Files.list(FOLDER.resolve("src/test/java/io/leaderelection/test/example"));
                Stream<Path> onAServer =
                        Files.list(FOLDER.resolve("../integration-tests/src/test/java/io/leaderelection/it/kit"))) {
            return Stream.concat(here, onAServer)
                    .map(DocumentationTests::read)
                    .map(DocumentationTests::withoutLayout)
                    .toList();
        }
    }

    private static String withoutLayout(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
