package io.leaderelection.sample;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A file that accepts a line only with a fencing token at least as high as any before: what a leader that has slept
 * through a takeover writes afterwards is refused. Safe for use by several processes and threads.
 */
class Ledger {

    // Of one length, so that no writer's death between two steps leaves less than one of two whole numbers.
    private static final String NUMBER = "%019d";

    private final Path file;
    private final Path highest;

    /**
     * @param file the ledger; the highest accepted token is kept beside it
     */
    Ledger(Path file) {
        this.file = file;
        this.highest = file.resolveSibling(file.getFileName() + ".token");
    }

    /**
     * Appends a line.
     *
     * @return whether it was accepted; {@code false} if a higher token has written already
     * @throws IOException if the files cannot be read or written
     */
    boolean append(String line, long token) throws IOException {
        // A file lock is the whole process's, and cannot be had twice.
        synchronized (Ledger.class) {
            return appendAlone(line, token);
        }
    }

    /** Number of lines. */
    long length() throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        }
    }

    private boolean appendAlone(String line, long token) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (FileChannel tokens = FileChannel.open(
                        highest, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = tokens.lock()) {
            if (token < highestToken(tokens)) {
                return false;
            }
            write(tokens, String.format(Locale.ROOT, NUMBER, token));
            Files.writeString(
                    file, line + System.lineSeparator(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return lock.isValid();
        }
    }

    private static long highestToken(FileChannel tokens) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(32);
        while (tokens.read(text, text.position()) > 0) {
            // Reads on to the end of the few bytes.
        }
        String number = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
        return number.isEmpty() ? 0 : Long.parseLong(number);
    }

    private static void write(FileChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            channel.write(bytes, bytes.position());
        }
    }
}
