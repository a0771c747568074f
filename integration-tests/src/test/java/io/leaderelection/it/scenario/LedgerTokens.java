package io.leaderelection.it.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the fenced ledger that all replicas write tells of their terms. */
public final class LedgerTokens {

    private LedgerTokens() {}

    /** Tokens of the lines that the ledger in this directory accepted, in its order. */
    public static List<Long> in(Path directory) {
        Path ledger = directory.resolve("ledger");
        if (!Files.exists(ledger)) {
            return List.of(); // the first leader was faster killed than it wrote
        }
        try {
            return Files.readString(ledger)
                    .lines()
                    .map(line -> Long.parseLong(line.substring(line.indexOf("token=") + 6)))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
