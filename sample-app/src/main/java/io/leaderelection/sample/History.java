package io.leaderelection.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What happened in this replica and when, one line each: {@code nanos kind election nonce token told}. It happened at the
 * first of the times, or between it and the last, at which the line was written. The times are those of
 * {@link System#nanoTime}, which on Linux all processes of a machine share, so that the histories of several replicas can
 * be merged. Written only where a file, or a folder for a file of each process, is configured.
 */
class History {

    private final @Nullable Writer writer;
    private final String nonce = UUID.randomUUID().toString();

    History(@Nullable Path file) {
        try {
            this.writer = file == null ? null : Files.newBufferedWriter(own(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Replicas on a common disk, and those that replace them, each write a file of their own. */
    private Path own(Path file) {
        return Files.isDirectory(file) ? file.resolve(nonce + ".history") : file;
    }

    void add(String kind, String election, long token) {
        add(System.nanoTime(), kind, election, token);
    }

    /** Adds a line that tells of a time already past. */
    synchronized void add(long nanos, String kind, String election, long token) {
        if (writer == null) {
            return;
        }
        try {
            writer.write(
                    nanos + " " + kind + " " + election + " " + nonce + " " + token + " " + System.nanoTime() + "\n");
            writer.flush();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    boolean isWritten() {
        return writer != null;
    }
}
