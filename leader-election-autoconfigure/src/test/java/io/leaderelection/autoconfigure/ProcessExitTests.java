package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessExitTests {

    @TempDir
    Path directory;

    @Test
    void aProcessThatHasLostItsTermEndsInOrderWithTheChosenCode() throws IOException, InterruptedException {
        String output =
                run(LosingApplication.class, 7, "--leader.election.on-loss=exit", "--leader.election.exit-code=7");

        assertThat(output).contains("LEASE_DELETED").contains("closed in order");
    }

    @Test
    void aProcessThatNothingKeepsAliveSaysSo() throws IOException, InterruptedException {
        String output = run(ShortLivedApplication.class, 0);

        assertThat(output.lines().filter(line -> line.contains("spring.main.keep-alive: true")))
                .singleElement()
                .asString()
                .contains("WARN");
    }

    private String run(Class<?> application, int exitCode, String... options) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                application.getName(),
                "--spring.application.name=losing",
                "--leader.election.backend=memory",
                "--spring.main.web-application-type=none"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("ended").isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isEqualTo(exitCode);
        return Files.readString(output);
    }
}
