package io.leaderelection.candidate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The history of a candidate, one line a fact: {@code NANOS KIND TERM TOLD}. NANOS is when it happened at the earliest and
 * TOLD when at the latest, by {@link System#nanoTime}, which all processes of one Linux machine share. TERM is the fencing
 * token, or how often this process has led by now where there is none.
 *
 * <ul>
 *   <li>{@code started}: it takes part
 *   <li>{@code granted}, {@code revoked}: the application is told to begin and to end
 *   <li>{@code yes}, {@code no}: the library's own answer to the question whether it leads
 *   <li>{@code enter}, {@code exit}: a unit of work begins and ends
 *   <li>{@code accepted}, {@code refused}, {@code withheld}, {@code failed}: a unit's write was taken, refused by the
 *       receiver, stopped by the library, or got no answer
 * </ul>
 */
public final class Journal {

    private final Writer out;

    /** Appends to a file. */
    public Journal(Path file) {
        try {
            out = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Tells what happens now. */
    public void tell(String kind, long term) {
        tell(System.nanoTime(), kind, term);
    }

    /** Tells what has happened since a time. */
    public synchronized void tell(long since, String kind, long term) {
        try {
            out.write(since + " " + kind + " " + term + " " + System.nanoTime() + "\n");
            out.flush();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
