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

/**
 * The namespaces of a node: mounts, network, processes. They end, with all that lives in them, at {@link #close} and
 * when this JVM ends in whatever way: the keeper's standard input tells it.
 */
final class Keeper implements AutoCloseable {

    private final Process process;
    private final long first;

    private Keeper(Process process, long first) {
        this.process = process;
        this.first = first;
    }

    /**
     * @param state the folder that goes with the namespaces
     * @param group control group that everything in them is to live below
     */
    static Keeper start(Path program, Path state, String group, Slot slot) throws IOException {
        Process process = new ProcessBuilder(
                        program.toString(), "hold", state.toString(), group, Integer.toString(slot.number()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        if (line == null || !line.startsWith("ready ")) {
            process.getOutputStream().close();
            throw new IOException("the namespaces of the node could not be made: " + line);
        }
        return new Keeper(process, Long.parseLong(line.substring("ready ".length())));
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
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
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
