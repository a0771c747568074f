package io.leaderelection.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderelection.test.process.LeashedProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplicationAotProcessor;

/** The whole sample, processed at build time as {@code spring-boot:process-aot} does it: the program that this goal runs. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(480)
class AheadOfTimeTests {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String CLASS_PATH =
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+) ");

    @TempDir
    private Path directory;

    @Test
    void theGateWorksInAProcessedApplication() throws Exception {
        process();
        try (LeashedProcess one = start("one")) {
            await().atMost(PATIENCE).until(() -> written("one"));
            try (LeashedProcess two = start("two")) {
                assertThat(post("two")).isEqualTo(409);
                assertThat(post("one")).isEqualTo(201);
                assertThat(output("one")).contains("Starting AOT-processed SampleApplication");
                assertThat(written("two")).isFalse();

                one.terminate();
                await().atMost(PATIENCE).until(() -> written("two"));
                assertThat(post("two")).isEqualTo(201);
            }
        }
    }

    /** Generates and compiles what stands in for configuration classes and proxies. */
    private void process() throws IOException {
        Path sources = directory.resolve("sources");
        LeashedProcess processor = java(
                "processor",
                CLASS_PATH,
                SpringApplicationAotProcessor.class.getName(),
                SampleApplication.class.getName(),
                sources.toString(),
                directory.resolve("resources").toString(),
                directory.resolve("classes").toString(),
                "io.leaderelection",
                "sample-app");
        assertThat(processor.awaitEnd(PATIENCE)).as(() -> output("processor")).isZero();
        List<String> arguments = new ArrayList<>(List.of(
                "-nowarn",
                "-proc:none",
                "-parameters",
                "-d",
                Files.createDirectory(directory.resolve("compiled")).toString(),
                "-cp",
                directory.resolve("classes") + File.pathSeparator + CLASS_PATH));
        try (Stream<Path> files = Files.walk(sources)) {
            files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
    }

    private LeashedProcess start(String name) {
        String processed = Stream.of("compiled", "classes", "resources")
                .map(part -> directory.resolve(part) + File.pathSeparator)
                .reduce("", String::concat);
        return java(
                name,
                processed + CLASS_PATH,
                "-Dspring.aot.enabled=true",
                SampleApplication.class.getName(),
                "--server.port=0",
                "--leader.election.backend=file",
                "--leader.election.file.directory=" + directory.resolve("leases"),
                "--leader.election.identity=" + name,
                "--sample.interval=100ms",
                "--sample.ledger=" + directory.resolve("ledger.txt"));
    }

    private LeashedProcess java(String name, String classPath, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath));
        command.addAll(List.of(arguments));
        return LeashedProcess.start(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile()));
    }

    private boolean written(String by) throws IOException {
        Path ledger = directory.resolve("ledger.txt");
        return Files.exists(ledger) && Files.readString(ledger).contains(" sample " + by + " ");
    }

    private int post(String name) throws Exception {
        await().atMost(PATIENCE).until(() -> PORT.matcher(output(name)).find());
        Matcher port = PORT.matcher(output(name));
        assertThat(port.find()).isTrue();
        // On a connection of its own: one that is kept may be closed by the server in the moment of its next use.
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.group(1) + "/lines"))
                                .header("Content-Type", "text/plain")
                                .POST(BodyPublishers.ofString("hello"))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    private String output(String name) {
        try {
            return Files.readString(directory.resolve(name + ".log"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
