package io.leaderelection.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTests {

    @TempDir
    private Path directory;

    private Path file;
    private Ledger ledger;

    @BeforeEach
    void open() {
        file = directory.resolve("new").resolve("ledger.txt");
        ledger = new Ledger(file);
    }

    @Test
    void acceptsLinesOfOneTermAndOfLaterOnes() throws IOException {
        assertThat(ledger.append("a", 7)).isTrue();
        assertThat(ledger.append("b", 7)).isTrue();
        assertThat(ledger.append("c", 1_000)).isTrue();
        assertThat(Files.readAllLines(file)).containsExactly("a", "b", "c");
    }

    @Test
    void refusesALineOfAnOlderTerm() throws IOException {
        ledger.append("a", 1_000);

        assertThat(ledger.append("late", 999)).isFalse();
        assertThat(ledger.append("later", 1_000)).isTrue();
        assertThat(Files.readAllLines(file)).containsExactly("a", "later");
    }

    @Test
    void theHighestTokenOutlivesTheProcessAndTheLedger() throws IOException {
        ledger.append("a", Long.MAX_VALUE);
        Files.delete(file);

        assertThat(new Ledger(file).append("late", Long.MAX_VALUE - 1)).isFalse();
    }

    @Test
    void aTokenNeverLeavesAnythingOfALongerOneBehind() throws IOException {
        ledger.append("a", 1);
        ledger.append("b", 10);

        assertThat(Files.readString(directory.resolve("new").resolve("ledger.txt.token")))
                .isEqualTo("0000000000000000010");
    }
}
