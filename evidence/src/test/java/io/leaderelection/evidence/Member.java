package io.leaderelection.evidence;

import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.test.process.LeashedProcess;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One candidate process and the history that it writes. */
final class Member implements AutoCloseable {

    private static final Duration FRESH = Duration.ofMillis(500);

    private final String name;
    private final Slot slot;
    private final Path history;
    private final LeashedProcess process;
    private final List<Line> lines = new ArrayList<>();
    private long read;
    private long lastYes = Long.MIN_VALUE / 2;

    Member(String name, Slot slot, Path history, LeashedProcess process) {
        this.name = name;
        this.slot = slot;
        this.history = history;
        this.process = process;
    }

    String name() {
        return name;
    }

    Slot slot() {
        return slot;
    }

    LeashedProcess process() {
        return process;
    }

    /** What it has told since a time, in order. */
    synchronized List<Line> linesSince(long nanos) {
        readOn();
        int first = lines.size();
        while (first > 0 && lines.get(first - 1).told() >= nanos) {
            first--;
        }
        return List.copyOf(lines.subList(first, lines.size()));
    }

    void awaitStart(Duration patience) {
        Awaiting.until(name + " starts", patience, () -> hasStarted() || !process.isAlive());
    }

    /** Whether it says now that it leads. */
    synchronized boolean leads() {
        readOn();
        return process.isAlive() && System.nanoTime() - lastYes < FRESH.toNanos();
    }

    private synchronized boolean hasStarted() {
        readOn();
        return !lines.isEmpty();
    }

    @Override
    public void close() {
        process.close();
    }

    private void add(Line line) {
        lines.add(line);
        if (line.is("yes")) {
            lastYes = line.told();
        } else if (line.is("no")) {
            lastYes = Long.MIN_VALUE / 2;
        }
    }

    private void readOn() {
        if (!Files.exists(history)) {
            return;
        }
        try (RandomAccessFile file = new RandomAccessFile(history.toFile(), "r")) {
            byte[] bytes = new byte[(int) (file.length() - read)];
            file.seek(read);
            file.readFully(bytes);
            String text = new String(bytes, StandardCharsets.US_ASCII);
            int complete = text.lastIndexOf('\n') + 1;
            read += complete;
            text.substring(0, complete)
                    .lines()
                    .map(line -> Line.parse(name, line))
                    .forEach(this::add);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
