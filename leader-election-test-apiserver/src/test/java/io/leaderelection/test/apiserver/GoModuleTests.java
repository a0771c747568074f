package io.leaderelection.test.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class GoModuleTests {

    @TempDir
    Path cache;

    private Path sources;

    @BeforeEach
    void writeModule(@TempDir Path parent) throws IOException {
        sources = Files.createDirectory(parent.resolve("hello"));
        Files.writeString(sources.resolve("go.mod"), "module hello\n");
        Files.writeString(sources.resolve("main.go"), "package main\nfunc main() {}\n");
    }

    @Test
    void buildsOnceForEachVersionOfTheSources() throws IOException {
        Path program = program();
        assertThat(program).isExecutable().hasFileName("hello");
        FileTime built = Files.getLastModifiedTime(program);

        assertThat(program()).isEqualTo(program);
        assertThat(Files.getLastModifiedTime(program)).isEqualTo(built);

        Files.writeString(sources.resolve("main.go"), "package main\nfunc main() { println() }\n");
        assertThat(program()).isNotEqualTo(program).isExecutable();
    }

    @Test
    void failsWithWhatTheCompilerSays() throws IOException {
        Files.writeString(sources.resolve("main.go"), "package main\nfunc main() { nonsense() }\n");
        assertThatThrownBy(this::program).hasStackTraceContaining("undefined: nonsense");
    }

    @Test
    void theServersSourcesAreResources() {
        assertThat(GoBuiltProvider.module()).isNotNull();
    }

    private Path program() {
        try {
            return GoModule.in(sources, cache).program();
        } catch (MissingPrerequisiteException failure) {
            throw new TestAbortedException(failure.getMessage(), failure);
        }
    }
}
