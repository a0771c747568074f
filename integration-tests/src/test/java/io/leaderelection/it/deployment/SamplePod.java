package io.leaderelection.it.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.leaderelection.it.apiserver.SampleProgram;
import io.leaderelection.it.apiserver.WebSample;
import io.leaderelection.test.process.LeashedProcess;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sample as a process that stands for a pod of the Deployment: with its environment, account and probes. */
final class SamplePod implements AutoCloseable {

    static final Duration PATIENCE = WebSample.PATIENCE;

    private final String name;
    private final Map<String, ?> container;
    private final WebSample sample;

    private SamplePod(String name, Map<String, ?> container, WebSample sample) {
        this.name = name;
        this.container = container;
        this.sample = sample;
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
        WebSample sample = new WebSample(name, log, SampleProgram.start(log, environment, all));
        return new SamplePod(name, manifests.container(), sample);
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
        return sample.process();
    }

    String log() {
        return sample.log();
    }

    /** Waits until it has logged a text. */
    void awaitLog(String text) {
        sample.awaitLog(text);
    }

    /** Waits until it has logged a text a number of times. */
    void awaitLog(String text, int times) {
        sample.awaitLog(text, times);
    }

    /** Asks as one of its probes does, and returns the HTTP status. */
    int probe(String kind) {
        return get(Manifests.at(container, kind, "httpGet", "path").toString()).statusCode();
    }

    HttpResponse<String> get(String path) {
        return sample.get(path);
    }

    HttpResponse<String> post(String path, String json) {
        return sample.post(path, json);
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

    @Override
    public void close() {
        sample.close();
    }
}
