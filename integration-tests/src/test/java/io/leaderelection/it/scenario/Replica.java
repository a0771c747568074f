package io.leaderelection.it.scenario;

import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.it.apiserver.SampleProgram;
import io.leaderelection.test.process.LeashedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** One process of the sample application, with the history that it writes. */
final class Replica implements AutoCloseable {

    private final String name;
    private final Path history;
    private final Path log;
    private final LeashedProcess process;

    private Replica(String name, Path history, Path log, LeashedProcess process) {
        this.name = name;
        this.history = history;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts a replica.
     *
     * @param directory where its history, its log and the common ledger are
     * @param options further options of the application, such as {@code --sample.interval=20ms}
     */
    static Replica start(String name, Path directory, Path kubeconfig, List<String> options) {
        Path history = directory.resolve(name + ".history");
        Path log = directory.resolve(name + ".log");
        List<String> all = new ArrayList<>(List.of(
                "--spring.main.banner-mode=off",
                "--spring.main.web-application-type=none", // replicas share the machine's ports
                "--sample.history=" + history,
                "--sample.ledger=" + directory.resolve("ledger")));
        all.addAll(options);
        Map<String, String> environment = Map.of("KUBECONFIG", kubeconfig.toString());
        return new Replica(name, history, log, SampleProgram.start(log, environment, all));
    }

    String name() {
        return name;
    }

    LeashedProcess process() {
        return process;
    }

    /** All that it has written so far, in order. */
    List<HistoryLine> lines() {
        if (!Files.exists(history)) {
            return List.of();
        }
        String text = read(history);
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(HistoryLine::parse)
                .toList();
    }

    /** What it has written of the election itself, in order; there may be shards beside it. */
    List<HistoryLine> ownLines() {
        return lines().stream().filter(line -> !line.isOfShard()).toList();
    }

    String log() {
        return Files.exists(log) ? read(log) : "";
    }

    /** Waits until its application has started. */
    void awaitStart() {
        Awaiting.until(
                "start of " + name, Scene.PATIENCE, () -> log().contains("Started SampleApplication"), this::log);
    }

    /** Waits for a line, written or coming, and returns the first that matches. */
    HistoryLine await(String what, Predicate<HistoryLine> line) {
        return await(what, line, Scene.PATIENCE);
    }

    HistoryLine await(String what, Predicate<HistoryLine> line, Duration atMost) {
        Awaiting.until(name + ": " + what, atMost, () -> isThere(what, line), this::log);
        return lines().stream().filter(line).findFirst().orElseThrow();
    }

    private boolean isThere(String what, Predicate<HistoryLine> line) {
        boolean ended = !process.isAlive(); // asked first: then its last lines are written, and read
        boolean found = lines().stream().anyMatch(line);
        if (ended && !found) {
            throw new AssertionError(name + " has ended while waiting for " + what + ":\n" + log());
        }
        return found;
    }

    /** Whether the last that it has told of its gate is that it is open. */
    boolean leads() {
        long last = ownLines().stream()
                .filter(HistoryLine::showsOpenGate)
                .mapToLong(HistoryLine::nanos)
                .max()
                .orElse(0);
        return System.nanoTime() - last < Duration.ofMillis(300).toNanos();
    }

    /** Whether its gate has ever been open. */
    boolean hasLed() {
        return ownLines().stream().anyMatch(HistoryLine::showsOpenGate);
    }

    @Override
    public void close() {
        process.close();
    }

    @Override
    public String toString() {
        return name;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
