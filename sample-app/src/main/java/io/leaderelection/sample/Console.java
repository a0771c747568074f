package io.leaderelection.sample;

import io.leaderelection.LeaderElection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;

/**
 * Commands on the standard input, one a line: {@code resign}, {@code work MILLIS} for slow work, {@code cut} and
 * {@code mend} for the wire to the store, and {@code exit}. The end of the input is an exit too, so that a replica does
 * not outlive the process that started it.
 */
class Console implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(Console.class);

    private final LeaderElection election;
    private final SlowWork work;
    private final Wire wire;
    private final History history;
    private final Runnable exit;

    Console(LeaderElection election, SlowWork work, Wire wire, History history, Runnable exit) {
        this.election = election;
        this.work = work;
        this.wire = wire;
        this.history = history;
        this.exit = exit;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        Thread reader = new Thread(this::obey, "console");
        reader.setDaemon(true);
        reader.start();
    }

    private void obey() {
        try (BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String command = commands.readLine();
                    command != null && !command.equals("exit");
                    command = commands.readLine()) {
                obey(command.split(" "));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        exit.run();
    }

    private void obey(String... words) {
        switch (words[0]) {
            case "resign" -> election.resign();
            case "work" -> work.begin(Duration.ofMillis(Long.parseLong(words[1])));
            case "cut" -> {
                wire.cut();
                history.add("cut", election.name(), 0);
            }
            case "mend" -> {
                wire.mend();
                history.add("mended", election.name(), 0);
            }
            default -> LOG.warn("Unknown command; there are resign, work, cut, mend and exit");
        }
    }
}
