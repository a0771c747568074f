package io.leaderelection.test.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A child process that ends with this JVM, however the JVM ends and even while the child is stopped by SIGSTOP.
 *
 * <p>The leash is the child's standard input: a tiny shell beside the child reads it and kills the child at its end,
 * which the kernel brings about when the JVM is gone. The shell that sets this up turns into the child itself, so the
 * process id, the signals and the exit code are the child's own. The child reads an empty standard input.
 */
public final class LeashedProcess implements AutoCloseable {

    private static final String LEASH =
            "exec 3<&0; { cat <&3; kill -9 $$; } >/dev/null 2>&1 & exec 3<&-; exec \"$@\" </dev/null";

    private final Process process;

    private LeashedProcess(Process process) {
        this.process = process;
    }

    /** Starts the builder's command with the builder's environment, directory and output redirections. */
    public static LeashedProcess start(ProcessBuilder builder) {
        List<String> command = builder.command();
        List<String> leashed = new ArrayList<>(List.of("/bin/sh", "-c", LEASH, "leash"));
        leashed.addAll(command);
        try {
            return new LeashedProcess(builder.command(leashed).start());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            builder.command(command);
        }
    }

    /** The process itself; do not call its {@code destroy}, which pulls the leash: see {@link #terminate}. */
    public Process process() {
        return process;
    }

    /** The id of the child. */
    public long pid() {
        return process.pid();
    }

    /** Whether the child runs, stopped or not. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Sends SIGSTOP and waits until all threads have stopped. */
    public void pause() {
        signal("STOP");
        new ProcessThreads(pid()).awaitStopped();
    }

    /** Sends SIGCONT. */
    public void resume() {
        signal("CONT");
    }

    /** Sends SIGTERM and does not wait for the end. */
    public void terminate() {
        signal("TERM");
    }

    /** Sends SIGKILL and waits for the end. */
    public void kill() {
        process.toHandle().destroyForcibly();
        awaitEnd(Duration.ofMinutes(1));
    }

    /** Waits for the end of the process and returns its exit code. */
    public int awaitEnd(Duration timeout) {
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("Process " + pid() + " still runs after " + timeout);
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for process " + pid(), interrupted);
        }
    }

    /** Kills the process if it still runs. */
    @Override
    public void close() {
        if (isAlive()) {
            kill();
        }
    }

    /** The shell's own kill: a program of that name is not installed everywhere. */
    private void signal(String name) {
        if (!isAlive()) {
            throw new IllegalStateException("Process " + pid() + " has ended with exit code " + process.exitValue());
        }
        try {
            Process kill = new ProcessBuilder(
                            "/bin/sh", "-c", "kill -s \"$1\" \"$2\"", "kill", name, Long.toString(pid()))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(kill.getInputStream().readAllBytes());
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("kill -s " + name + " " + pid() + ": " + output.strip());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while sending SIG" + name, interrupted);
        }
    }
}
