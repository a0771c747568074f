package io.leaderelection.it.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The namespaces of a node: mounts, network, processes. They end, with all that lives in them, at {@link #close} and
 * when this JVM ends in whatever way: the keeper's standard input tells it.
 */
final class Keeper implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("ready (\\d+) (\\d+)");

    private final Process process;
    private final long first;
    private final Slot slot;

    private Keeper(Process process, long first, Slot slot) {
        this.process = process;
        this.first = first;
        this.slot = slot;
    }

    /**
     * @param state the folder that goes with the namespaces
     * @param group control group that everything in them is to live below
     */
    static Keeper start(Path program, Path state, String group) throws IOException {
        Process process = new ProcessBuilder(program.toString(), "hold", state.toString(), group)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        Matcher ready = READY.matcher(line == null ? "" : line);
        if (!ready.matches()) {
            process.getOutputStream().close();
            throw new IOException("the node's keeper did not make its namespaces, and says why above");
        }
        return new Keeper(process, Long.parseLong(ready.group(1)), new Slot(Integer.parseInt(ready.group(2))));
    }

    /** The place that is the node's until this is closed. */
    Slot slot() {
        return slot;
    }

    /** Returns a command that runs another one inside. */
    List<String> inside(List<String> command) {
        List<String> entered = new ArrayList<>(List.of("nsenter", "-t", Long.toString(first), "-m", "-n", "-p", "--"));
        entered.addAll(command);
        return entered;
    }

    /** Returns a path of the inside as seen from outside. */
    Path view(String path) {
        return Path.of("/proc/" + first + "/root" + path);
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                throw new IllegalStateException("the node's keeper, process " + process.pid() + ", does not end");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the node ends", e);
        }
    }
}
