package io.leaderelection.sample;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What happened in this replica and when, one line each: {@code nanos kind election nonce token told details}. It
 * happened at the first of the times, or between it and the last, at which the line was written. The times are those of
 * {@link System#nanoTime}, which all processes of a machine share, so that the histories of several replicas can be
 * merged. Written only where a file or a console is configured.
 */
public class History {

    /** Beginning of a history's lines on a console, where the log stands between them. */
    public static final String MARK = "@ ";

    private final @Nullable Writer writer;
    private final String nonce;
    private final String mark;

    private History(@Nullable Writer writer, String nonce, String mark) {
        this.writer = writer;
        this.nonce = nonce;
        this.mark = mark;
    }

    /**
     * A history in a file of its own.
     *
     * @param file the file, or an existing folder for one file of each process; none is written if absent
     */
    static History in(@Nullable Path file) {
        String nonce = UUID.randomUUID().toString();
        try {
            return new History(file == null ? null : Files.newBufferedWriter(own(file, nonce)), nonce, "");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A history on the console, for the process at its other end. */
    static History on(PrintStream console) {
        Writer writer = new OutputStreamWriter(console, StandardCharsets.UTF_8);
        return new History(writer, UUID.randomUUID().toString(), MARK);
    }

    /** Replicas on a common disk, and those that replace them, each write a file of their own. */
    private static Path own(Path file, String nonce) {
        return Files.isDirectory(file) ? file.resolve(nonce + ".history") : file;
    }

    void add(String kind, String election, long token, Object... details) {
        add(System.nanoTime(), kind, election, token, details);
    }

    /** Adds a line that tells of a time already past. */
    synchronized void add(long nanos, String kind, String election, long token, Object... details) {
        if (writer == null) {
            return;
        }
        StringBuilder line = new StringBuilder(mark);
        line.append(nanos)
                .append(' ')
                .append(kind)
                .append(' ')
                .append(election)
                .append(' ')
                .append(nonce);
        line.append(' ').append(token).append(' ').append(System.nanoTime());
        for (Object detail : details) {
            line.append(' ').append(detail);
        }
        try {
            writer.write(line.append('\n').toString());
            writer.flush();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    boolean isWritten() {
        return writer != null;
    }
}
