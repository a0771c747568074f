package io.leaderelection.elector.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.leaderelection.lock.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two real processes, of which one cannot start a thread for a while, by a control group's limit: no work of a lost term
 * runs beside the next leader, and no instance is out for good.
 */
class RealShortageTests {

    private static final Path PIDS = Path.of("/sys/fs/cgroup/pids");

    @TempDir
    private Path directory;

    private Path group;
    private ElectionProcess a;
    private ElectionProcess b;

    @BeforeEach
    void twoProcesses() throws IOException {
        group = PIDS.resolve("leader-election-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
        assumeTrue(
                canLimit(),
                "skipped (cannot: no control group of version 1 below " + PIDS + " can be made and limited)");
        a = ElectionProcess.start(directory.resolve("leases"), "a");
        b = ElectionProcess.start(directory.resolve("leases"), "b");
        Files.writeString(group.resolve("cgroup.procs"), Long.toString(a.pid()));
    }

    @AfterEach
    void end() throws Exception {
        if (a != null) {
            a.kill();
            b.kill();
        }
        if (Files.isDirectory(group)) {
            await().atMost(Reply.PATIENCE).until(() -> group.toFile().delete());
        }
    }

    @Test
    void duringATermAndAtItsEndInOrder() throws IOException {
        bothTakePart("one");
        shortage();
        a.tell("resign one");
        until(b, "one", "leads=true");
        worksOn("one", "b");
        assertNobodyWorkedBesideAnother("one");

        b.tell("stop one");
        until(a, "one", "leads=true");
        until(a, "one", "dead=[consumer]");
        plenty();
        until(a, "one", "dead=[]");
        worksOn("one", "a");
        assertNobodyWorkedBesideAnother("one");
    }

    @Test
    void atTheEndOfATermThatIsLost() throws IOException {
        bothTakePart("one");
        shortage();
        Files.delete(directory.resolve("leases").resolve("one.record"));
        until(a, "one", "leads=false");
        await().atMost(Reply.PATIENCE)
                .until(() -> a.tell("status one").contains("leads=true")
                        || b.tell("status one").contains("leads=true"));
        plenty();
        await().atMost(Reply.PATIENCE)
                .until(() -> workers("one").stream().distinct().count() > 1);
        assertNobodyWorkedBesideAnother("one");
    }

    @Test
    void atTheBeginningOfATermAndAtTheOpeningOfAWatch() throws IOException {
        bothTakePart("one");
        shortage();
        assertThat(a.tell("start two")).contains("leads=false");
        until(a, "two", "down=true");
        assertThat(a.tell("status two")).contains("leads=false").contains("watching=false");
        assertThat(a.tell("status one")).contains("leads=true");

        plenty();
        until(a, "two", "leads=true");
        until(a, "two", "watching=true");
        worksOn("two", "a");
        assertThat(a.tell("status two")).contains("down=false").contains("dead=[]");
    }

    private void bothTakePart(String election) {
        a.tell("start " + election);
        until(a, election, "leads=true");
        worksOn(election, "a");
        b.tell("start " + election);
        until(b, election, "watching=true");
    }

    private static void until(ElectionProcess process, String election, String expected) {
        await().atMost(Reply.PATIENCE)
                .until(() -> process.tell("status " + election), report -> report.contains(expected));
    }

    /** Something was written by this process after now. */
    private void worksOn(String election, String process) {
        int before = workers(election).size();
        await().atMost(Reply.PATIENCE)
                .until(() -> workers(election).stream().skip(before).anyMatch(line -> line.startsWith(process + " ")));
    }

    /** Who wrote under a token wrote nothing after the first word of the next token. */
    private void assertNobodyWorkedBesideAnother(String election) {
        List<String> lines = workers(election);
        List<Long> tokens =
                lines.stream().map(line -> Long.parseLong(line.split(" ")[1])).toList();
        assertThat(tokens).isSorted();
    }

    private List<String> workers(String election) {
        Path ledger = directory.resolve("leases").resolve(election + ".ledger");
        try {
            return Files.exists(ledger) ? Files.readAllLines(ledger) : List.of();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** From now on the process can start no thread. */
    private void shortage() throws IOException {
        Files.writeString(group.resolve("pids.max"), "1");
    }

    private void plenty() throws IOException {
        Files.writeString(group.resolve("pids.max"), "max");
    }

    private boolean canLimit() {
        try {
            Files.createDirectory(group);
            Files.writeString(group.resolve("pids.max"), "max");
            return Files.isWritable(group.resolve("cgroup.procs"));
        } catch (IOException | UnsupportedOperationException no) {
            return false;
        }
    }
}
