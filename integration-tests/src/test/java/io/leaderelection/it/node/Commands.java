package io.leaderelection.it.node;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Short commands, run to their end. */
final class Commands {

    private static final Duration LONGEST = Duration.ofMinutes(5);

    private Commands() {}

    /** What a command has printed, and how it ended. */
    record Result(int exitCode, String output, String errors) {

        boolean isSuccess() {
            return exitCode == 0;
        }

        /** All that it has printed, for people: what a program reads must not have a warning in its midst. */
        String told() {
            return (output + "\n" + errors).strip();
        }
    }

    /** Runs a command that must succeed, and returns what it printed. */
    static String run(List<String> command) {
        Result result = run(new ProcessBuilder(command));
        if (!result.isSuccess()) {
            throw new IllegalStateException(String.join(" ", command) + " failed: " + result.told());
        }
        return result.output();
    }

    static Result run(ProcessBuilder builder) {
        return run(builder, "");
    }

    static Result run(ProcessBuilder builder, String input) {
        try {
            Path folder = Files.createTempDirectory("command");
            Path output = folder.resolve("output");
            Path errors = folder.resolve("errors");
            try {
                Process process = builder.redirectOutput(output.toFile())
                        .redirectError(errors.toFile())
                        .start();
                try (OutputStream standardInput = process.getOutputStream()) {
                    standardInput.write(input.getBytes(StandardCharsets.UTF_8));
                }
                if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new IllegalStateException(builder.command() + " took longer than " + LONGEST);
                }
                return new Result(process.exitValue(), textOf(output), textOf(errors));
            } finally {
                Files.deleteIfExists(output);
                Files.deleteIfExists(errors);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during " + builder.command(), e);
        }
    }

    private static String textOf(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
    }
}
