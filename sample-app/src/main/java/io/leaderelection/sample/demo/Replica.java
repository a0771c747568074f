package io.leaderelection.sample.demo;

import io.leaderelection.sample.SampleApplication;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** One replica of the sample application: a process of its own, ended with this one. */
final class Replica implements AutoCloseable {

    static final String ENDED = "(the process has ended)";

    private final String name;
    private final Process process;

    private Replica(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /**
     * Starts a replica.
     *
     * @param directory of the lease files and of the ledger
     * @param news told each line of its output, on a thread of the replica's own, and its end
     */
    static Replica start(String name, Path directory, Consumer<News> news) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SampleApplication.class.getName(),
                        "--leader.election.backend=file",
                        "--leader.election.file.directory=" + directory.resolve("leases"),
                        "--leader.election.identity=" + name,
                        "--sample.ledger=" + directory.resolve("ledger.txt"),
                        "--sample.console=true",
                        "--server.port=0",
                        "--spring.main.banner-mode=off",
                        "--logging.pattern.console=%m%n",
                        "--logging.level.root=warn",
                        "--logging.level.io.leaderelection.sample=debug",
                        "--logging.level.io.leaderelection.sample.SampleApplication=warn"))
                .redirectErrorStream(true)
                .start();
        Replica replica = new Replica(name, process);
        Thread reader = new Thread(() -> replica.read(news), "replica-" + name);
        reader.setDaemon(true);
        reader.start();
        return replica;
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    /** Ends the process at once, without a chance to tidy up: SIGKILL, TerminateProcess. */
    void kill() {
        process.destroyForcibly();
    }

    /** Asks the application to shut down in order. */
    void exit() throws IOException {
        OutputStream input = process.getOutputStream();
        input.write("exit\n".getBytes(StandardCharsets.UTF_8));
        input.flush();
    }

    /** Ends the process, if it still runs, and waits for the end. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private void read(Consumer<News> news) {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                news.accept(new News(System.nanoTime(), name, line));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            news.accept(new News(System.nanoTime(), name, ENDED));
        }
    }
}
