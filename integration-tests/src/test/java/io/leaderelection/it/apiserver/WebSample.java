package io.leaderelection.it.apiserver;

import io.leaderelection.test.process.LeashedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of the sample with a web server, its log, and requests to it. */
public final class WebSample implements AutoCloseable {

    /** For whatever must come, on a machine that starts three cold JVMs at once. */
    public static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final Pattern PORT = Pattern.compile("started on port (\\d+)");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String name;
    private final Path log;
    private final LeashedProcess process;

    /**
     * @param name for messages
     * @param log what the process prints
     */
    public WebSample(String name, Path log, LeashedProcess process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /** The process. */
    public LeashedProcess process() {
        return process;
    }

    /** All that it has printed so far. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Waits until it has logged a text. */
    public void awaitLog(String text) {
        awaitLog(text, 1);
    }

    /** Waits until it has logged a text a number of times. */
    public void awaitLog(String text, int times) {
        Awaiting.until(
                "\"" + text + "\" in the log of " + name,
                PATIENCE,
                () -> log().split(Pattern.quote(text), -1).length > times,
                this::log);
    }

    /** Asks for a path. */
    public HttpResponse<String> get(String path) {
        return send(path, HttpRequest.newBuilder().GET());
    }

    /** Posts JSON, or nothing. */
    public HttpResponse<String> post(String path, String json) {
        return send(
                path,
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json)));
    }

    private HttpResponse<String> send(String path, HttpRequest.Builder request) {
        awaitLog("started on port ");
        Matcher port = PORT.matcher(log());
        if (!port.find()) {
            throw new AssertionError("No port in\n" + log());
        }
        URI address = URI.create("http://localhost:" + port.group(1) + path);
        try {
            return HTTP.send(request.uri(address).timeout(PATIENCE).build(), BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking " + address, interrupted);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
