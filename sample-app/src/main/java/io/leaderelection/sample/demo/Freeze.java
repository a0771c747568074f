package io.leaderelection.sample.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A process that keeps another one stopped by signals. It lets it go on when it is told so and also when its own input
 * ends, so that no stopped process is left behind by a parent that was killed.
 */
final class Freeze {

    private static final String SCRIPT =
            "trap '' INT TERM HUP; kill -STOP \"$1\" && echo frozen; read -r word; kill -CONT \"$1\"";

    private final Process holder;

    private Freeze(Process holder) {
        this.holder = holder;
    }

    /** Whether this operating system can stop a process by a signal. */
    static boolean isPossible() {
        return !System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
    }

    /** Stops the process, and returns when it stands still. */
    static Freeze of(Process process) throws IOException {
        Process holder = new ProcessBuilder("sh", "-c", SCRIPT, "freeze", Long.toString(process.pid()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader answer =
                new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.US_ASCII));
        if (!"frozen".equals(answer.readLine())) {
            throw new IOException("Process %s could not be stopped".formatted(process.pid()));
        }
        return new Freeze(holder);
    }

    /** Lets the process go on. */
    void thaw() throws IOException {
        try (OutputStream input = holder.getOutputStream()) {
            input.write('\n');
        }
    }

    /** Forgets the process, for it has ended. */
    void drop() {
        holder.destroyForcibly();
    }
}
