package io.leaderelection.sample;

import io.leaderelection.LeaderElection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;

/**
 * Commands on the standard input, one a line: {@code resign} and {@code exit}. The end of the input is an exit too, so
 * that a replica does not outlive the process that started it.
 */
class Console implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(Console.class);

    private final LeaderElection election;
    private final Runnable exit;

    Console(LeaderElection election, Runnable exit) {
        this.election = election;
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
                obey(command);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        exit.run();
    }

    private void obey(String command) {
        if (command.equals("resign")) {
            election.resign();
        } else {
            LOG.warn("Unknown command; there are resign and exit");
        }
    }
}
