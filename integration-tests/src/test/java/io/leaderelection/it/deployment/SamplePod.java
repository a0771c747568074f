package io.leaderelection.it.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.it.apiserver.SampleProgram;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sample as a process that stands for a pod of the Deployment: with its environment, account and probes. */
final class SamplePod implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Pattern PORT = Pattern.compile("started on port (\\d+)");

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String name;
    private final Map<String, ?> container;
    private final Path log;
    private final LeashedProcess process;

    private SamplePod(String name, Map<String, ?> container, Path log, LeashedProcess process) {
        this.name = name;
        this.container = container;
        this.log = log;
        this.process = process;
    }

    static SamplePod start(String name, Manifests manifests, Path kubeconfig, Path directory, List<String> options) {
        Path log = directory.resolve(name + ".log");
        Map<String, String> environment = new HashMap<>();
        environment.put("KUBECONFIG", kubeconfig.toString());
        environment.put("KUBERNETES_SERVICE_HOST", "not-used"); // tells that this is a pod
        for (Map<String, ?> variable : Manifests.maps(manifests.container().get("env"))) {
            environment.put(variable.get("name").toString(), value(variable, name));
        }
        List<String> all = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--leader.election.backend=kubernetes",
                "--sample.ledger=" + directory.resolve(name + ".ledger")));
        all.addAll(options);
        return new SamplePod(name, manifests.container(), log, SampleProgram.start(log, environment, all));
    }

    /** As the kubelet would: what the kit asks for of a pod is its name and the hash of its template, one for all here. */
    private static String value(Map<String, ?> variable, String podName) {
        if (variable.containsKey("value")) {
            return variable.get("value").toString();
        }
        String field = String.valueOf(Manifests.at(variable, "valueFrom", "fieldRef", "fieldPath"));
        assertThat(field).isIn("metadata.name", "metadata.labels['pod-template-hash']");
        return field.equals("metadata.name") ? podName : "7d9c5b8f4d";
    }

    String name() {
        return name;
    }

    LeashedProcess process() {
        return process;
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Waits until it has logged a text. */
    void awaitLog(String text) {
        awaitLog(text, 1);
    }

    /** Waits until it has logged a text a number of times. */
    void awaitLog(String text, int times) {
        Awaiting.until(
                "\"" + text + "\" in the log of " + name,
                PATIENCE,
                () -> log().split(Pattern.quote(text), -1).length > times,
                this::log);
    }

    /** Asks as one of its probes does, and returns the HTTP status. */
    int probe(String kind) {
        return get(Manifests.at(container, kind, "httpGet", "path").toString()).statusCode();
    }

    HttpResponse<String> get(String path) {
        return send(path, HttpRequest.newBuilder().GET());
    }

    HttpResponse<String> post(String path, String json) {
        return send(
                path,
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json)));
    }

    /** An object that it answers with. */
    JsonObject json(String path) {
        return JsonParser.parseString(get(path).body()).getAsJsonObject();
    }

    /** Value of a time series, with its labels, as Prometheus scrapes it. */
    double metric(String series) {
        String scraped = get("/actuator/prometheus").body();
        return scraped.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(series + " is not in\n" + scraped));
    }

    private HttpResponse<String> send(String path, HttpRequest.Builder request) {
        awaitLog("started on port ");
        Matcher port = PORT.matcher(log());
        assertThat(port.find()).isTrue();
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
