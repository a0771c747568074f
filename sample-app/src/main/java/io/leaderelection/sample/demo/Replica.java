package io.leaderelection.sample.demo;

import io.leaderelection.sample.SampleApplication;
import io.leaderelection.sample.demo.View.ReplicaView;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One replica of the sample application: a process of its own, ended with this one. Guarded by its {@link Room}. */
final class Replica {

    private final String name;
    private final Process process;
    private final long started = System.nanoTime();
    private @Nullable Vitals vitals;
    private @Nullable Freeze freeze;
    private boolean cut;
    private boolean pausing;
    private boolean letGo;
    private boolean ended;

    private Replica(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /**
     * Starts a replica.
     *
     * @param directory of the ledger and of lease files
     */
    static Replica start(String name, Backend backend, Path directory) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                SampleApplication.class.getName(),
                "--leader.election.identity=" + name,
                "--leader.election.lease-duration=" + Pace.LEASE.toSeconds() + "s",
                "--leader.election.renew-deadline=" + Pace.DEADLINE.toMillis() + "ms",
                "--leader.election.retry-period=" + Pace.RETRY.toMillis() + "ms",
                "--spring.profiles.active=shards",
                "--leader.election.groups." + Grid.GROUP + ".rebalance-delay=" + Pace.SETTLING.toMillis() + "ms",
                "--sample.ledger=" + directory.resolve("ledger.txt"),
                "--sample.interval=" + Pace.LINE.toMillis() + "ms",
                "--sample.console=true",
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.main.banner-mode=off",
                "--spring.task.scheduling.pool.size=4",
                "--logging.pattern.console=%m%n",
                "--logging.level.root=warn"));
        command.addAll(backend.arguments(directory));
        return new Replica(
                name, new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /**
     * Reads what the replica tells until it ends, on a thread of its own.
     *
     * @param lines told every line
     * @param end told the end of its output, which is the end of the process
     */
    void listen(Consumer<String> lines, Runnable end) {
        Thread reader = new Thread(
                () -> {
                    read(lines);
                    end.run();
                },
                "replica-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    private void read(Consumer<String> lines) {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.accept(line);
            }
        } catch (IOException ended) {
            // by force
        }
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    @Nullable
    Vitals vitals() {
        return vitals;
    }

    void told(Vitals news) {
        vitals = news;
    }

    boolean isEnded() {
        return ended;
    }

    void ended() {
        ended = true;
        if (freeze != null) {
            freeze.drop();
            freeze = null;
        }
    }

    /** Has the application obey a command of its console. */
    void command(String text) throws IOException {
        OutputStream input = process.getOutputStream();
        input.write((text + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
    }

    /** Ends the process at once, without a chance to tidy up: SIGKILL, TerminateProcess. */
    void kill() {
        process.destroyForcibly();
    }

    /**
     * Pauses the process.
     *
     * @param letGo whether it gives its lock away first
     */
    void pause(boolean letGo) throws IOException {
        if (letGo && !cut) {
            // it stands still as soon as it has told that this is done
            command("cut");
            pausing = true;
        } else {
            freeze = Freeze.of(process);
        }
    }

    /** It has told that it is cut off from the store. */
    void isCutOff() throws IOException {
        if (pausing) {
            pausing = false;
            letGo = true;
            freeze = Freeze.of(process);
        }
    }

    void resume() throws IOException {
        if (freeze != null) {
            freeze.thaw();
            freeze = null;
        }
        if (letGo) {
            letGo = false;
            command("mend");
        }
    }

    void cut(boolean now) throws IOException {
        command(now ? "cut" : "mend");
        cut = now;
    }

    /** Closes the process's input, which makes it exit in order. */
    void leave() {
        try {
            process.getOutputStream().close();
        } catch (IOException ended) {
            // is what it should do
        }
    }

    /** Waits for the end of the process, for so long at most, and ends it then. */
    void end(long millis) throws InterruptedException {
        if (freeze != null || !process.waitFor(millis, TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
        }
        ended();
    }

    /** Which buttons do something now. */
    Set<Button> buttons() {
        if (ended) {
            return EnumSet.of(Button.START);
        }
        if (freeze != null || pausing) {
            return pausing ? EnumSet.of(Button.KILL) : EnumSet.of(Button.RESUME, Button.KILL);
        }
        Set<Button> buttons = EnumSet.of(Button.KILL, Button.SHUT_DOWN);
        if (vitals == null) {
            return buttons;
        }
        if (Freeze.isPossible()) {
            buttons.add(Button.PAUSE);
        }
        buttons.add(cut ? Button.MEND : Button.CUT);
        if (vitals.open()) {
            buttons.addAll(List.of(Button.RESIGN, Button.WORK));
        }
        return buttons;
    }

    ReplicaView view(Board board) {
        List<String> usable = buttons().stream().map(Button::id).toList();
        Vitals known = vitals;
        if (known == null || ended) {
            String state = ended ? "ended" : "starting";
            return new ReplicaView(name, state, pid(), "", "", false, "", "", 0, 0, 0, "", cut, usable);
        }
        return new ReplicaView(
                name,
                freeze == null ? "running" : "paused",
                pid(),
                known.nonce(),
                known.role(),
                known.open(),
                Long.toString(known.term()),
                Long.toString(known.token()),
                board.ms(known.deadline()),
                (known.nanos() - started) / 1e6,
                known.running(),
                known.leader(),
                cut,
                usable);
    }
}
