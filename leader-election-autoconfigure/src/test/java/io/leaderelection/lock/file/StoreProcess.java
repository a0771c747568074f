package io.leaderelection.lock.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Reply;
import io.leaderelection.lock.Seal;
import io.leaderelection.lock.StoredLease;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Another JVM with a store of its own, which does what it is told line by line. {@link #main} is the other JVM. */
final class StoreProcess {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final Duration PATIENCE = Reply.PATIENCE;

    private final Process process;
    private final Writer orders;
    private final BufferedReader reports;

    private StoreProcess(Process process) {
        this.process = process;
        this.orders = process.outputWriter();
        this.reports = process.inputReader();
    }

    /** Starts a process whose store works in this directory, perhaps by means of a command that runs commands. */
    static StoreProcess start(Path directory, String name, String... runner) throws IOException {
        List<String> command = new ArrayList<>(List.of(runner));
        command.addAll(List.of(
                Processes.java(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                StoreProcess.class.getName(),
                directory.toString(),
                name));
        return new StoreProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Gives an order and waits for the report. */
    String tell(String order) {
        send(order);
        return report();
    }

    void send(String order) {
        try {
            orders.write(order + "\n");
            orders.flush();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String report() {
        return CompletableFuture.supplyAsync(this::line)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void signal(String name) throws IOException, InterruptedException {
        Processes.run("kill", "-" + name, Long.toString(process.pid()));
    }

    private String line() {
        try {
            String line = reports.readLine();
            assertThat(line).as("report of the other process").isNotNull();
            return line;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A record of the other process, as it writes it. */
    static LeaseRecord record(String holder, int attempt) {
        Instant renewed = NOON.plusSeconds(attempt);
        Seal seal = new Seal("i-" + holder, attempt, "p-" + holder, 1, false, holder, renewed, null, null);
        return new LeaseRecord(holder, 15, NOON, renewed, 1, seal.toText());
    }

    /** Obeys: {@code acquire NAME ATTEMPT}, {@code release}, {@code read-lock-file}, {@code increment TIMES}. */
    public static void main(String[] arguments) throws Exception {
        Path path = Path.of(arguments[0]);
        ExecutorService executor = Executors.newFixedThreadPool(2);
        LeaseDirectory directory = LeaseDirectory.of(path, false, false, any -> "ext4");
        FileLeaseStore store = new FileLeaseStore(directory, arguments[1], executor);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String[] words = order.split(" ");
            System.out.println(
                    switch (words[0]) {
                        case "acquire" -> write(store, record(words[1], Integer.parseInt(words[2])));
                        case "release" -> write(store, new LeaseRecord(null, 15, NOON, NOON, 1, null));
                        case "increment" -> increments(store, Integer.parseInt(words[1]));
                        case "read-lock-file" -> Files.readAllBytes(path.resolve(arguments[1] + ".lock")).length;
                        default -> "what?";
                    });
        }
        store.close();
        executor.shutdownNow();
    }

    /** Counts the transitions of a free lease up; returns how many of the attempts were written. */
    static int increments(FileLeaseStore store, int attempts) {
        int written = 0;
        for (int i = 0; i < attempts; i++) {
            StoredLease seen = ((Answer.Found) read(store)).lease();
            int transitions = Objects.requireNonNull(seen.record().leaseTransitions());
            LeaseRecord next = new LeaseRecord(null, 15, NOON, NOON, transitions + 1, null);
            CompletableFuture<Answer> answer = new CompletableFuture<>();
            store.replace(seen, next, PATIENCE, answer::complete);
            written += answer.join() instanceof Answer.Written ? 1 : 0;
        }
        return written;
    }

    private static String write(FileLeaseStore store, LeaseRecord record) {
        CompletableFuture<Answer> written = new CompletableFuture<>();
        if (read(store) instanceof Answer.Found found) {
            store.replace(found.lease(), record, PATIENCE, written::complete);
        } else {
            store.create(record, PATIENCE, written::complete);
        }
        return written.join().getClass().getSimpleName();
    }

    private static Answer read(FileLeaseStore store) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        store.read(PATIENCE, answer::complete);
        return answer.join();
    }
}
