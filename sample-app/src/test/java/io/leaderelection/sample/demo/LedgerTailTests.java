package io.leaderelection.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTailTests {

    @TempDir
    private Path directory;

    @Test
    void readsEachLineOnceAndNoHalfOne() throws IOException {
        Path ledger = directory.resolve("ledger.txt");
        LedgerTail tail = new LedgerTail(ledger);

        assertThat(tail.next()).isEmpty();
        Files.writeString(ledger, "first\nsécond\nthi");
        assertThat(tail.next()).containsExactly("first", "sécond");
        Files.writeString(ledger, "rd\n", StandardOpenOption.APPEND);
        assertThat(tail.next()).containsExactly("third");
        assertThat(tail.next()).isEmpty();
    }
}
