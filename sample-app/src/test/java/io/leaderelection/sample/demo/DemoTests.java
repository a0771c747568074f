package io.leaderelection.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the README's first command shows, without its pauses. */
class DemoTests {

    @Test
    void showsATakeoverAndAHandOverAndWhoWrote() throws Exception {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        try (Demo demo = new Demo(new PrintStream(shown, true, StandardCharsets.UTF_8), Duration.ofMillis(1500))) {
            demo.play();
        }

        assertThat(shown.toString(StandardCharsets.UTF_8).lines())
                .anyMatch(line -> line.endsWith("IS KILLED"))
                .anyMatch(line -> line.matches(".*==> \\w+ took over \\d+ ms after \\w+ was killed"))
                .anyMatch(line -> line.endsWith("IS ASKED TO EXIT"))
                .anyMatch(line -> line.endsWith("Leads no longer: STOPPED"))
                .anyMatch(line -> line.matches(".*==> \\w+ leads \\d+ ms after the term of \\w+ ended"))
                .anyMatch(line -> line.endsWith("no two replicas led at once."));
    }
}
