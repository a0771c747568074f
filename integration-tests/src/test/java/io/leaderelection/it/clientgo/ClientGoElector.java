package io.leaderelection.it.clientgo;

import io.leaderelection.test.apiserver.GoModule;
import io.leaderelection.test.apiserver.MissingPrerequisiteException;
import io.leaderelection.test.process.LeashedProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** A process that runs client-go's elector on one Lease. */
public final class ClientGoElector implements AutoCloseable {

    private static final Path SOURCES =
            Path.of(System.getProperty("basedir", "."), "client-go-elector").toAbsolutePath();

    private final LeashedProcess process;
    private final List<ClientGoEvent> history = new CopyOnWriteArrayList<>();
    private final BlockingQueue<ClientGoEvent> unread = new LinkedBlockingQueue<>();

    private ClientGoElector(LeashedProcess process) {
        this.process = process;
        Thread reader = new Thread(this::read, "client-go-elector-output");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts an elector, which campaigns at once.
     *
     * @param flags further flags of the program, for example {@code -lease-duration=3s} or {@code -release-on-cancel}
     */
    public static ClientGoElector start(
            Path kubeconfig, String namespace, String lease, String identity, String... flags) {
        List<String> command = new ArrayList<>(List.of(
                program().toString(),
                "-kubeconfig=" + kubeconfig,
                "-namespace=" + namespace,
                "-lease=" + lease,
                "-identity=" + identity));
        command.addAll(Arrays.asList(flags));
        return new ClientGoElector(
                LeashedProcess.start(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD)));
    }

    private static Path program() {
        try {
            return GoModule.in(SOURCES).program();
        } catch (MissingPrerequisiteException failure) {
            throw new TestAbortedException("no client-go elector: " + failure.getMessage(), failure);
        }
    }

    /** The process, to be paused, resumed, terminated or killed. */
    public LeashedProcess process() {
        return process;
    }

    /** Returns all events so far, in order. */
    public List<ClientGoEvent> history() {
        return List.copyOf(history);
    }

    /** Waits for the next event of a kind that no earlier call has passed, and passes over those of other kinds. */
    public ClientGoEvent await(String kind, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            @Nullable ClientGoEvent event = unread.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (event == null) {
                throw new AssertionError("no event '" + kind + "' within " + timeout + ", but " + history);
            }
            if (event.kind().equals(kind)) {
                return event;
            }
        }
    }

    /** Kills the process if it still runs. */
    @Override
    public void close() {
        process.close();
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.process().getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                ClientGoEvent event = ClientGoEvent.parse(line);
                history.add(event);
                unread.add(event);
            }
        } catch (IOException failure) {
            // the process has ended
        }
    }
}
