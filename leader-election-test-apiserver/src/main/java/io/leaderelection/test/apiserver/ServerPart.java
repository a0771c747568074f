package io.leaderelection.test.apiserver;

import io.leaderelection.test.process.LeashedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One process of the control plane, which tests may kill, start again, pause and resume. */
public final class ServerPart {

    private final List<String> command;
    private final Path log;
    private LeashedProcess process;

    ServerPart(List<String> command, Path log) {
        this.command = List.copyOf(command);
        this.log = log;
        this.process = launch();
    }

    /** The id of the process; another one after each start. */
    public long pid() {
        return process.pid();
    }

    /** Whether the process runs, paused or not. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Kills the process with SIGKILL and waits for its end. */
    public void kill() {
        process.kill();
    }

    /** Starts the killed process again, on the same port and data; it may take seconds until it answers. */
    public void start() {
        if (process.isAlive()) {
            throw new IllegalStateException("Process " + process.pid() + " still runs");
        }
        process = launch();
    }

    /** Stops the process with SIGSTOP: its sockets stay open, nothing is answered. */
    public void pause() {
        process.pause();
    }

    /** Lets the paused process go on. */
    public void resume() {
        process.resume();
    }

    /** The end of what the process has logged, for messages. */
    String logTail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private LeashedProcess launch() {
        return LeashedProcess.start(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())));
    }
}
