package io.leaderelection.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every Java snippet of the documentation compiles against this version. */
class JavaSnippetTests {

    @TempDir
    private static Path classes;

    @TestFactory
    Stream<DynamicTest> compiles() {
        List<Page.Snippet> snippets = Page.Snippet.in("java");
        assertThat(snippets).isNotEmpty();
        return snippets.stream()
                .map(snippet -> DynamicTest.dynamicTest(
                        snippet.toString(),
                        () -> assertThat(SnippetCompiler.compile(snippet, classes))
                                .as("%s", snippet)
                                .isEmpty()));
    }
}
