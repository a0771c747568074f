package io.leaderelection.elector.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.leaderelection.lock.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two real processes, of which the one that leads can open no file any more: it can neither renew its lease nor release
 * it, and the other leads when the lease has expired.
 */
class FileShortageTests {

    /** Enough for a JVM and its class path. */
    private static final int FILES = 400;

    /** How late whoever takes over may be on a machine that does much else: less than the lease lasts, once more. */
    private static final Duration LATE = Duration.ofSeconds(5);

    @TempDir
    private Path directory;

    private ElectionProcess a;
    private ElectionProcess b;

    @AfterEach
    void end() throws InterruptedException {
        if (a != null) {
            a.kill();
        }
        if (b != null) {
            b.kill();
        }
    }

    @Test
    void aLeaderThatCanOpenNoFileKeepsNobodyOut() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "skipped (cannot: there is no bash to limit a process)");
        a = ElectionProcess.startWithFewFiles(FILES, directory, "a");
        b = ElectionProcess.start(directory, "b");
        until(a, "start", "leads=true", Reply.PATIENCE);
        until(b, "start", "watching=true", Reply.PATIENCE);
        // The end of a term is played once before, so that the JVM has opened the jars that it needs.
        a.tell("resign one");
        until(b, "status", "leads=true", Reply.PATIENCE);
        b.tell("resign one");
        until(a, "status", "leads=true", Reply.PATIENCE);
        await().atMost(Reply.PATIENCE).until(() -> !ledger().isEmpty() && last().startsWith("a "));

        a.tell("hoard one");
        until(b, "status", "leads=true", ElectionProcess.LEASE.plus(LATE));
        assertThat(a.tell("status one")).contains("leads=false");
        await().atMost(Reply.PATIENCE).until(() -> last().startsWith("b "));
        assertNobodyWorkedBesideAnother();

        a.tell("free one");
        until(a, "status", "watching=true", Reply.PATIENCE);
        b.tell("resign one");
        until(a, "status", "leads=true", Reply.PATIENCE);
        await().atMost(Reply.PATIENCE).until(() -> last().startsWith("a "));
        assertNobodyWorkedBesideAnother();
    }

    private static void until(ElectionProcess process, String order, String expected, Duration patience) {
        await().atMost(patience).until(() -> process.tell(order + " one"), report -> report.contains(expected));
    }

    private List<String> ledger() throws IOException {
        Path ledger = directory.resolve("one.ledger");
        return Files.exists(ledger) ? Files.readAllLines(ledger) : List.of();
    }

    private String last() throws IOException {
        List<String> lines = ledger();
        return lines.get(lines.size() - 1);
    }

    /** Who wrote under a token wrote nothing after the first word of the next token. */
    private void assertNobodyWorkedBesideAnother() throws IOException {
        assertThat(ledger().stream().map(line -> Long.parseLong(line.split(" ")[1])))
                .isSorted();
    }
}
