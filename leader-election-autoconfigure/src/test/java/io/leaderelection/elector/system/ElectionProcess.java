package io.leaderelection.elector.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.GatedCall;
import io.leaderelection.GatedCallListener;
import io.leaderelection.Leadership;
import io.leaderelection.LossReason;
import io.leaderelection.elector.ElectionSettings;
import io.leaderelection.elector.LeadershipListener;
import io.leaderelection.elector.LeaseLeaderElection;
import io.leaderelection.elector.Ports;
import io.leaderelection.lock.Reply;
import io.leaderelection.lock.file.FileLeaseStore;
import io.leaderelection.lock.file.LeaseDirectory;
import io.leaderelection.status.ElectionStatus;
import io.leaderelection.status.Timings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Another JVM that takes part in elections of files, and does what it is told line by line. The work of each leader is a
 * consumer that writes its process's name into a ledger, again and again, until it is told to stop. {@link #main} is the
 * other JVM.
 */
final class ElectionProcess {

    private static final String REPORT = "report: ";

    private final Process process;
    private final Writer orders;
    private final BufferedReader reports;

    private ElectionProcess(Process process) {
        this.process = process;
        this.orders = process.outputWriter();
        this.reports = process.inputReader();
    }

    static ElectionProcess start(Path directory, String name) throws IOException {
        return new ElectionProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ElectionProcess.class.getName(),
                        directory.toString(),
                        name)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    long pid() {
        return process.pid();
    }

    /** Gives an order and waits for the report. */
    String tell(String order) {
        try {
            orders.write(order + "\n");
            orders.flush();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return CompletableFuture.supplyAsync(this::line)
                .orTimeout(Reply.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** The next report; between them, the JVM itself complains of threads that it could not start. */
    private String line() {
        try {
            String line = reports.readLine();
            while (line != null && !line.startsWith(REPORT)) {
                line = reports.readLine();
            }
            assertThat(line).as("report of the other process").isNotNull();
            return line;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Obeys: {@code start|stop|resign|status ELECTION}, and ends with its input. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        ElectorThreads threads = new ElectorThreads(null);
        Map<String, LeaseLeaderElection> elections = new ConcurrentHashMap<>();
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String[] words = order.split(" ");
            LeaseLeaderElection election =
                    elections.computeIfAbsent(words[1], name -> election(directory, name, arguments[1], threads));
            switch (words[0]) {
                case "start" -> election.start();
                case "stop" -> election.stop();
                case "resign" -> election.resign(Duration.ofSeconds(3));
                default -> {
                    // Only the report.
                }
            }
            System.out.println(report(election));
        }
    }

    private static String report(LeaseLeaderElection election) {
        ElectionStatus status = election.status();
        return REPORT
                + "leads=%s down=%s dead=%s watching=%s"
                        .formatted(
                                status.leading(),
                                status.impediment() != null,
                                status.deadWorkers(),
                                status.store() != null && status.store().watching());
    }

    private static LeaseLeaderElection election(Path directory, String name, String process, ElectorThreads threads) {
        LeaseLeaderElection election = new LeaseLeaderElection(
                ElectionSettings.of(
                        name, process, Timings.of(Duration.ofSeconds(6), Duration.ofSeconds(4), Duration.ofSeconds(1))),
                new FileLeaseStore(LeaseDirectory.of(directory, false, false), name, threads.requests()),
                new Ports(new SystemClock(), threads, new SystemRandomness(), threads.serial(name), threads, process),
                new Deaf(),
                GatedCallListener.NONE);
        Path ledger = directory.resolve(name + ".ledger");
        election.whileLeading("consumer", call -> consume(call, ledger, process));
        return election;
    }

    /** Works until it is told to stop, whatever the gate says: as a consumer that a gate does not see does. */
    private static void consume(GatedCall call, Path ledger, String process) {
        List<String> line = List.of(process + " " + call.leadership().fencingToken());
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Files.write(ledger, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException interrupted) {
                return;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private static final class Deaf implements LeadershipListener {
        @Override
        public void granted(Leadership leadership) {}

        @Override
        public void revoked(Leadership leadership, LossReason reason) {}

        @Override
        public void leaderChanged(Leadership leadership) {}
    }
}
