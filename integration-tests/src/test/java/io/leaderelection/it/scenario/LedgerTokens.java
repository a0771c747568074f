package io.leaderelection.it.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What the fenced ledger that all replicas write tells of their terms. */
public final class LedgerTokens {

    private LedgerTokens() {}

    /** Tokens of the lines that the ledger in this directory accepted, in its order. */
    public static List<Long> in(Path directory) {
        return of(directory.resolve("ledger"));
    }

    /** Tokens of the lines that this ledger accepted, in its order. */
    static List<Long> of(Path ledger) {
        if (!Files.exists(ledger)) {
            return List.of(); // the first leader was faster killed than it wrote
        }
        try {
            String text = Files.readString(ledger);
            return text.substring(0, text.lastIndexOf('\n') + 1) // the last line may be half written
                    .lines()
                    .map(line -> Long.parseLong(line.substring(line.indexOf("token=") + 6)))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Whether nobody is writing at this moment: a process that is stopped while it does keeps all others from it, too. */
    static boolean isFree(Path directory) {
        Path lock = directory.resolve("ledger.token");
        if (!Files.exists(lock)) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            return free != null;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
