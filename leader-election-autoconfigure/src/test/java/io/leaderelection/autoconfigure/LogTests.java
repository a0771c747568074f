package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.ApiClient;
import io.leaderelection.LeaderChangedEvent;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.LeadershipRevokedEvent;
import io.leaderelection.lock.kubernetes.client.LeaseApiStub;
import io.leaderelection.lock.kubernetes.client.StubFault;
import io.leaderelection.lock.memory.MemoryLeases;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.StandardEnvironment;

/** What applications write into their logs, through Spring Boot's own logging. */
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class LogTests {

    private final MemoryLeases leases = new MemoryLeases();

    /** An application sets up its logging only if none has done so before it in this JVM. */
    @BeforeEach
    void forgetLoggingOfEarlierTests() {
        LoggingSystem.get(getClass().getClassLoader()).cleanUp();
    }

    @AfterEach
    void logAsBefore() {
        System.clearProperty(LoggingSystemProperty.CONSOLE_STRUCTURED_FORMAT.getEnvironmentVariableName());
        LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
        logging.cleanUp();
        logging.beforeInitialize();
        logging.initialize(new LoggingInitializationContext(new StandardEnvironment()), null, null);
        logging.cleanUp();
    }

    @Test
    void eachTransitionIsOneLineWithTheWordsThatPeopleSearchFor(CapturedOutput output) {
        handOver();

        List<String> lines = output.toString()
                .lines()
                .filter(line -> line.contains("Election 'shop'"))
                .toList();
        assertThat(lines)
                .filteredOn(line -> line.contains("successfully acquired lease"))
                .hasSize(2)
                .first()
                .asString()
                .contains("'one'", "term 1", "fencing token ");
        assertThat(lines)
                .filteredOn(line -> line.contains("stopped leading"))
                .hasSize(2)
                .first()
                .asString()
                .contains("'one'", "term 1", "fencing token ", " after ", "STOPPED");
        assertThat(lines).anyMatch(line -> line.endsWith("new leader elected: 'one'"));
        assertThat(lines)
                .filteredOn(line -> line.contains("campaigning as 'one'"))
                .singleElement()
                .asString()
                .contains("lease 'shop' in memory", "lease-duration 15s");
        assertThat(output).as("no trace of an ordinary contest").doesNotContain("Exception", "\tat ");
    }

    @Test
    void structuredLogsHaveEachFactUnderItsOwnKey(CapturedOutput output) {
        handOver("logging.structured.format.console=ecs");

        List<JsonObject> facts = output.toString()
                .lines()
                .filter(line -> line.startsWith("{") && line.contains("Election 'shop'"))
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .map(line -> line.getAsJsonObject("leader").getAsJsonObject("election"))
                .toList();
        JsonObject revoked = facts.stream()
                .filter(each -> each.get("event").getAsString().equals("revoked"))
                .findFirst()
                .orElseThrow();
        assertThat(revoked.keySet())
                .containsExactlyInAnyOrder("name", "identity", "event", "term", "token", "reason", "duration_ms");
        assertThat(revoked.get("name").getAsString()).isEqualTo("shop");
        assertThat(revoked.get("identity").getAsString()).isEqualTo("one");
        assertThat(revoked.get("term").getAsLong()).isEqualTo(1);
        assertThat(revoked.get("token").getAsLong()).isPositive();
        assertThat(revoked.get("reason").getAsString()).isEqualTo("STOPPED");
        assertThat(revoked.get("duration_ms").getAsLong()).isNotNegative();
        assertThat(facts)
                .extracting(each -> each.get("event").getAsString())
                .contains("started", "granted", "revoked", "leader-changed", "stopped");
    }

    @Test
    void structuredLogsOfLogstashHaveThemToo(CapturedOutput output) {
        handOver("logging.structured.format.console=logstash");

        assertThat(output.toString().lines().filter(line -> line.startsWith("{") && line.contains("stopped leading")))
                .first()
                .satisfies(line -> assertThat(
                                JsonParser.parseString(line).getAsJsonObject().keySet())
                        .contains("leader.election.name", "leader.election.reason", "leader.election.duration_ms"));
    }

    @Test
    void noLogLevelShowsTheTokenHoweverTheServerAnswers(CapturedOutput output) {
        try (LeaseApiStub server = new LeaseApiStub()) {
            ApiClient users = server.client();
            users.setDebugging(true);
            server.fault(
                    "get",
                    StubFault.status(401, "Unauthorized", "Bearer " + LeaseApiStub.TOKEN + " is unknown"),
                    new StubFault.Reply(500, Map.of(), "<html>" + LeaseApiStub.TOKEN + "</html>"),
                    new StubFault.Body("text/html", "you sent " + LeaseApiStub.TOKEN, true),
                    new StubFault.Cut(false));
            server.fault("list", StubFault.status(403, "Forbidden", "user of Bearer " + LeaseApiStub.TOKEN));
            SpringApplication application = new SpringApplication();
            application.addInitializers(
                    context -> ((GenericApplicationContext) context).registerBean(ApiClient.class, () -> users));
            try (TestApplication replica = TestApplication.start(
                    leases,
                    application,
                    "leader.election.backend=kubernetes",
                    "leader.election.kubernetes.namespace=sales",
                    "leader.election.timing=fast",
                    "logging.level.root=trace")) {
                replica.events.await(LeadershipGrantedEvent.class);
            }
        }

        assertThat(output).contains("401", "successfully acquired lease").doesNotContain(LeaseApiStub.TOKEN);
    }

    /** Two replicas: one leads, is closed in order, and the other leads and is closed too. */
    private void handOver(String... properties) {
        String[] one = with(properties, "leader.election.identity=one");
        String[] two = with(properties, "leader.election.identity=two");
        try (TestApplication leader = TestApplication.start(leases, one)) {
            leader.events.await(LeadershipGrantedEvent.class);
            try (TestApplication follower = TestApplication.start(leases, two)) {
                follower.events.await(LeaderChangedEvent.class);
                leader.close();
                leader.events.await(LeadershipRevokedEvent.class);
                follower.events.await(LeadershipGrantedEvent.class);
            }
        }
    }

    private static String[] with(String[] properties, String another) {
        return Stream.concat(Stream.of(properties), Stream.of(another)).toArray(String[]::new);
    }
}
