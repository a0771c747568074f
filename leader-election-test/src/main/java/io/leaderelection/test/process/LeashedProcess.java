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
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            builder.command(command);
        }
    }

    /** Returns the process itself; do not call its {@code destroy}, which pulls the leash: see {@link #terminate}. */
    public Process process() {
        return process;
    }

    public long pid() {
        return process.pid();
    }

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
        awaitEnd(Duration.ofSeconds(10));
    }

    /** Waits for the end of the process and returns its exit code. */
    public int awaitEnd(Duration timeout) {
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("process " + pid() + " still runs after " + timeout);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for process " + pid(), e);
        }
    }

    /** Kills the process if it still runs. */
    @Override
    public void close() {
        if (isAlive()) {
            kill();
        }
    }

    // The shell's own kill: a program of that name is not installed everywhere.
    private void signal(String name) {
        if (!isAlive()) {
            throw new IllegalStateException("process " + pid() + " has ended with exit code " + process.exitValue());
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
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending SIG" + name, e);
        }
    }
}
