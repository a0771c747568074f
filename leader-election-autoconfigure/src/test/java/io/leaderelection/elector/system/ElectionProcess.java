package io.leaderelection.elector.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
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
import java.io.Closeable;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.spi.ToolProvider;

/**
 * Another JVM that takes part in elections of files, and does what it is told line by line. The work of each leader is a
 * consumer that writes its process's name into a ledger, again and again, until it is told to stop. {@link #main} is the
 * other JVM.
 */
final class ElectionProcess {

    /** How long a lease lasts. */
    static final Duration LEASE = Duration.ofSeconds(6);

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
        return start(List.of(), System.getProperty("java.class.path"), directory, name);
    }

    /** Starts a process that can have no more than so many files open. Its classes lie in jars, as those of applications do. */
    static ElectionProcess startWithFewFiles(int most, Path directory, String name) throws IOException {
        List<String> limited = List.of("bash", "-c", "ulimit -n " + most + " && exec \"$@\"", "bash");
        return start(limited, classPathOfJars(directory), directory, name);
    }

    /** A class out of a directory takes a file each; a jar is open once and for all. */
    private static String classPathOfJars(Path directory) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .map(entry -> Files.isDirectory(entry) ? jarOf(entry, directory) : entry)
                .map(Path::toString)
                .collect(joining(File.pathSeparator));
    }

    private static Path jarOf(Path classes, Path directory) {
        Path jar = directory.resolve(classes.getFileName() + ".jar");
        int failed = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "--create",
                        "--no-compress",
                        "--file",
                        jar.toString(),
                        "-C",
                        classes.toString(),
                        ".");
        assertThat(failed).as("jar of " + classes).isZero();
        return jar;
    }

    private static ElectionProcess start(List<String> launcher, String classPath, Path directory, String name)
            throws IOException {
        List<String> command = new ArrayList<>(launcher);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                classPath,
                ElectionProcess.class.getName(),
                directory.toString(),
                name));
        return new ElectionProcess(new ProcessBuilder(command)
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

    /** Obeys: {@code start|stop|resign|status|hoard|free ELECTION}, and ends with its input. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        ElectorThreads threads = new ElectorThreads(null);
        Map<String, LeaseLeaderElection> elections = new ConcurrentHashMap<>();
        Hoard hoard = new Hoard();
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String[] words = order.split(" ");
            LeaseLeaderElection election =
                    elections.computeIfAbsent(words[1], name -> election(directory, name, arguments[1], threads));
            switch (words[0]) {
                case "start" -> election.start();
                case "stop" -> election.stop();
                case "resign" -> election.resign(Duration.ofSeconds(3));
                case "hoard" -> hoard.start();
                case "free" -> hoard.close();
                default -> {
                    // Only the report.
                }
            }
            System.out.println(report(election));
        }
    }

    /** All files that the process can open, those too that others close: nobody in it can open one meanwhile. */
    private static final class Hoard implements Closeable {

        private final List<Closeable> opened = new ArrayList<>();
        private final Thread thread = new Thread(this::openAll, "hoard");
        private volatile boolean closed;

        void start() {
            thread.setDaemon(true);
            thread.start();
        }

        private void openAll() {
            while (!closed) {
                try {
                    opened.add(new FileInputStream("/dev/null"));
                } catch (IOException noMore) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                }
            }
        }

        @Override
        public void close() throws IOException {
            closed = true;
            while (thread.isAlive()) {
                Thread.onSpinWait();
            }
            for (Closeable file : opened) {
                file.close();
            }
        }
    }

    private static String report(LeaseLeaderElection election) {
        ElectionStatus status = election.status();
        return REPORT
                + "leads=%s down=%s dead=%s watching=%s"
                        .formatted(
                                status.leading(),
                                status.problem() != null,
                                status.deadWorkers(),
                                status.store() != null && status.store().watching());
    }

    private static LeaseLeaderElection election(Path directory, String name, String process, ElectorThreads threads) {
        LeaseLeaderElection election = new LeaseLeaderElection(
                ElectionSettings.of(name, process, Timings.of(LEASE, Duration.ofSeconds(4), Duration.ofSeconds(1))),
                new FileLeaseStore(LeaseDirectory.of(directory, false, false), name, threads.requests()),
                new Ports(new SystemClock(), threads, new SystemRandomness(), threads.serial(name), threads, process),
                new Deaf(),
                GatedCallListener.NONE);
        OutputStream ledger = ledger(directory.resolve(name + ".ledger"));
        election.whileLeading("consumer", call -> consume(call, ledger, process));
        return election;
    }

    /** Open for as long as the process lives: a term that ends must not free a file for the next. */
    private static OutputStream ledger(Path file) {
        try {
            return new FileOutputStream(file.toFile(), true);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Works until it is told to stop, whatever the gate says: as a consumer that a gate does not see does. */
    private static void consume(GatedCall call, OutputStream ledger, String process) {
        byte[] line = (process + " " + call.leadership().fencingToken() + "\n").getBytes(UTF_8);
        try {
            while (!Thread.currentThread().isInterrupted()) {
                ledger.write(line);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
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
