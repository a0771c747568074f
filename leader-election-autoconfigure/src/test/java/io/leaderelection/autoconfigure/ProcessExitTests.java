package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessExitTests {

    @TempDir
    Path directory;

    @Test
    void aProcessThatHasLostItsTermEndsInOrderWithTheChosenCode() throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LosingApplication.class.getName(),
                        "--spring.application.name=losing",
                        "--leader.election.backend=memory",
                        "--leader.election.on-loss=exit",
                        "--leader.election.exit-code=7")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("ended").isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readString(output)).contains("LEASE_DELETED").contains("closed in order");
        assertThat(process.exitValue()).isEqualTo(7);
    }
}
