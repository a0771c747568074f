package io.leaderelection.it.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What a command has printed that ran to its end.
 *
 * @param exitCode its exit code
 * @param text both of its streams, as they came
 */
record Output(int exitCode, String text) {

    /**
     * Runs a command to its end.
     *
     * @throws UncheckedIOException if it cannot be started
     */
    public static Output of(ProcessBuilder builder, Duration atMost) {
        try {
            Path file = Files.createTempFile("output", ".txt");
            try {
                Process process = builder.redirectErrorStream(true)
                        .redirectOutput(file.toFile())
                        .start();
                process.getOutputStream().close();
                if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                    throw new IllegalStateException(builder.command() + " took longer than " + atMost);
                }
                return new Output(process.exitValue(), Files.readString(file));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during " + builder.command(), interrupted);
        }
    }

    /** This output, if the command has succeeded; fails with its text otherwise. */
    public Output ok() {
        if (exitCode != 0) {
            throw new IllegalStateException("exit code " + exitCode + ": " + text);
        }
        return this;
    }
}
