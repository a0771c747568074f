package io.leaderelection.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the README's first command shows in the terminal, without its pauses. */
class DemoTests {

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final Terminal terminal = new Terminal(new PrintStream(shown, true, StandardCharsets.UTF_8));

    @Test
    void playsTheTour() throws Exception {
        try (Room room = Demo.open(Backend.FILE, terminal)) {
            new Tour(room, Duration.ZERO, terminal::tell).play();
            terminal.summarize(room);
        }

        assertThat(shown.toString(StandardCharsets.UTF_8).lines())
                .anyMatch(line -> line.matches("==> \\w+ leads with fencing token \\d+\\."))
                .anyMatch(line -> line.matches("==> \\w+ leads \\d+ ms after \\w+\\."))
                .anyMatch(line -> line.endsWith("is killed"))
                .anyMatch(line -> line.matches("==> .* Its shards, \\d+ of 12, have other owners\\."))
                .anyMatch(line -> line.matches("==> \\w+ goes on leading\\. \\w+ owns 4 of 12 shards\\."))
                .anyMatch(line -> line.endsWith("asks its gate for the first time since: refused"))
                .anyMatch(line -> line.endsWith(": the ledger refused the line"))
                .anyMatch(line -> line.endsWith("leads no longer: DEADLINE"))
                .anyMatch(line -> line.endsWith("no two replicas led at once."));
    }
}
