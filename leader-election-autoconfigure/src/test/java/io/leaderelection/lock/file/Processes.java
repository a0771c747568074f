package io.leaderelection.lock.file;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Processes of the operating system, for tests. */
final class Processes {

    private Processes() {}

    /** The mark of a process of this boot and namespace that has ended. */
    static ProcessMark ended() throws IOException, InterruptedException {
        ProcessMark self = ProcessMark.current().orElseThrow();
        Process process = new ProcessBuilder(java(), "--version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.waitFor();
        return new ProcessMark(process.pid(), "1", self.boot(), self.namespaces());
    }

    /** The path of this JVM's launcher. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Runs a command to its end and returns its first line of output. */
    static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader output = process.inputReader()) {
            String line = output.readLine();
            if (process.waitFor() != 0) {
                throw new IOException(List.of(command) + ": " + line);
            }
            return line == null ? "" : line;
        }
    }

    /** Skips a test whose processes are to be run by a command that does not work here. */
    static void assumeItRuns(String... runner) throws InterruptedException {
        String[] command = Arrays.copyOf(runner, runner.length + 1);
        command[runner.length] = "true";
        try {
            run(command);
        } catch (IOException failure) {
            assumeTrue(false, runner[0] + " is not permitted or not there: " + failure.getMessage());
        }
    }

    static void assumeLinux() {
        assumeTrue(Files.exists(Path.of("/proc/self/stat")), "this needs /proc");
    }
}
