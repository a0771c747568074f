package io.leaderelection.it.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.leaderelection.sample.SampleApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.yaml.snakeyaml.Yaml;

/** The alert rules and the dashboard ask for what the application tells, and the rules alert as they say. */
class MonitoringTests {

    private static final Path MONITORING = Path.of("sample-app", "monitoring");
    private static final Pattern METRIC = Pattern.compile("leader_election_\\w+");
    private static final Pattern SECTION = Pattern.compile("See docs/operations\\.md, \"([^\"]+)\"");
    private static final Pattern ALERTED_KINDS = Pattern.compile("kind=~\"([^\"]*)\"");

    @Test
    void theApplicationTellsEveryMetricThatIsAskedFor() throws Exception {
        Set<String> asked = names(read("alerts.yaml") + read("dashboard.json"));
        String told = scrape();

        assertThat(asked).hasSizeGreaterThan(10);
        assertThat(told.lines()
                        .filter(line -> !line.startsWith("#"))
                        .flatMap(line -> names(line).stream().limit(1))
                        .collect(Collectors.toSet()))
                .containsAll(asked);
        assertThat(ALERTED_KINDS.matcher(read("alerts.yaml")).results())
                .isNotEmpty()
                .flatExtracting(kinds -> List.of(kinds.group(1).split("\\|")))
                .allSatisfy(kind -> assertThat(told).contains("kind=\"" + kind + "\""));
    }

    @Test
    void theOperatorsRulesAreTheTestedOnes() throws IOException {
        Object operators = new Yaml()
                .load(Files.readString(Kubectl.PROJECT.resolve(Manifests.overlay("alerts") + "/prometheus-rule.yaml")));

        assertThat(Manifests.at(operators, "spec", "groups"))
                .isEqualTo(Manifests.at(new Yaml().load(read("alerts.yaml")), "groups"));
    }

    @Test
    void whoeverIsAlertedFindsTheSectionThatTheAlertNames() throws IOException {
        String operations = Files.readString(Kubectl.PROJECT.resolve("docs/operations.md"));
        Object groups = Manifests.at(new Yaml().load(read("alerts.yaml")), "groups");

        assertThat(Manifests.maps(Manifests.maps(groups).get(0).get("rules")))
                .hasSize(8)
                .allSatisfy(rule -> {
                    Matcher section = SECTION.matcher(
                            Manifests.at(rule, "annotations", "description").toString());
                    assertThat(section.find()).isTrue();
                    assertThat(operations)
                            .contains("| `" + rule.get("alert") + "` |")
                            .contains("\n## " + section.group(1) + "\n");
                });
    }

    @Test
    void theRulesAlertInTimeAndNotBefore() throws IOException {
        promtool("check", "rules", MONITORING.resolve("alerts.yaml").toString());
        promtool("test", "rules", MONITORING.resolve("alerts-tests.yaml").toString());
    }

    @Test
    void theDashboardsQuestionsAreUnderstood(@TempDir Path directory) throws IOException {
        JsonObject dashboard = JsonParser.parseString(read("dashboard.json")).getAsJsonObject();
        List<String> questions = elements(dashboard, "panels")
                .flatMap(panel -> elements(panel, "targets"))
                .map(target -> target.get("expr").getAsString())
                .toList();
        String rules = questions.stream()
                .map(question ->
                        "  - record: question\n    expr: '" + question.replace("$__rate_interval", "5m") + "'\n")
                .collect(Collectors.joining("", "groups:\n- name: dashboard\n  rules:\n", ""));

        assertThat(questions).hasSizeGreaterThan(10).allMatch(question -> question.contains("$namespace"));
        promtool(
                "check",
                "rules",
                Files.writeString(directory.resolve("rules.yaml"), rules).toString());
    }

    private static String scrape() throws Exception {
        try (ConfigurableApplicationContext sample = SpringApplication.run(
                SampleApplication.class,
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--leader.election.backend=memory",
                "--leader.election.groups.orders.shards=4",
                "--management.endpoints.web.exposure.include=prometheus")) {
            URI address = URI.create("http://localhost:"
                    + sample.getEnvironment().getProperty("local.server.port") + "/actuator/prometheus");
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    /** Runs a check that must succeed; skips the calling test where there is no promtool. */
    private static void promtool(String... arguments) {
        List<String> command =
                Stream.concat(Stream.of("promtool"), Stream.of(arguments)).toList();
        ProcessBuilder builder = new ProcessBuilder(command).directory(Kubectl.PROJECT.toFile());
        if (!isOnPath("promtool")) {
            throw new TestAbortedException("no promtool on the PATH: the alert rules are not played through");
        }
        Output.of(builder, Duration.ofMinutes(1)).ok();
    }

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static Set<String> names(String text) {
        return METRIC.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    private static Stream<JsonObject> elements(JsonObject object, String name) {
        return StreamSupport.stream(object.getAsJsonArray(name).spliterator(), false)
                .map(JsonElement::getAsJsonObject);
    }

    private static String read(String file) throws IOException {
        return Files.readString(Kubectl.PROJECT.resolve(MONITORING).resolve(file));
    }
}
