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

    /** What a command has printed, on both streams, and how it ended. */
    record Result(int exitCode, String output) {}

    /** Runs a command that must succeed, and returns what it printed. */
    static String run(List<String> command) {
        Result result = run(new ProcessBuilder(command).redirectErrorStream(true));
        if (result.exitCode() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " failed: " + result.output());
        }
        return result.output();
    }

    static Result run(ProcessBuilder builder) {
        return run(builder, "");
    }

    static Result run(ProcessBuilder builder, String input) {
        try {
            Path output = Files.createTempFile("command", ".out");
            try {
                Process process = builder.redirectOutput(output.toFile()).start();
                try (OutputStream standardInput = process.getOutputStream()) {
                    standardInput.write(input.getBytes(StandardCharsets.UTF_8));
                }
                if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new IllegalStateException(builder.command() + " took longer than " + LONGEST);
                }
                return new Result(process.exitValue(), Files.readString(output).strip());
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during " + builder.command(), e);
        }
    }
}
