package io.leaderelection.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderelection.Leadership.Role;
import io.leaderelection.test.LeaderElectionTest;
import io.leaderelection.test.LeadershipSwitch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What the sample does as a leader, as a follower and in between, at the command of the test kit's switch. */
@SpringBootTest(properties = {"sample.interval=1h", "sample.hold=30s"})
@AutoConfigureMockMvc
@LeaderElectionTest(startAs = Role.FOLLOWER)
class LeaderWorkTests {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private static Path directory;

    @Autowired
    private MockMvcTester http;

    @DynamicPropertySource
    static void ledger(DynamicPropertyRegistry properties) {
        properties.add("sample.ledger", () -> directory.resolve("ledger.txt"));
    }

    @AfterEach
    void burnTheLedger() throws IOException {
        Files.deleteIfExists(directory.resolve("ledger.txt"));
    }

    @Test
    void aRequestForTheLeaderIsRefusedElsewhereWithTheLeadersName(LeadershipSwitch leadership) {
        leadership.revokeInFavourOf("sample-2");

        assertThat(post("/lines", "hello"))
                .hasStatus(409)
                .bodyJson()
                .extractingPath("$.leader")
                .isEqualTo("sample-2");
        assertThat(leadership).refused("LineController.write").admittedNothing();
    }

    @Test
    void theLeaderWritesWithTheTokenOfItsTerm(LeadershipSwitch leadership) {
        leadership.grant();
        long token = leadership.election().leadership().fencingToken();

        assertThat(post("/lines", "hello")).hasStatus(201);
        assertThat(directory.resolve("ledger.txt")).content().contains("token=" + token + " hello");
    }

    @Test
    void aLineThatForgesOthersIsRefused(LeadershipSwitch leadership) {
        leadership.grant();

        assertThat(post("/lines", "one\ntwo")).hasStatus(400);
    }

    @Test
    void linesWaitForALeader(LeadershipSwitch leadership, @Autowired InboxConsumer consumer) {
        assertThat(post("/inbox", "later")).hasStatus(202);
        assertThat(consumer.isRunning()).isFalse();

        leadership.grant();
        assertThat(consumer.isRunning()).isTrue();
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(directory.resolve("ledger.txt")).content().contains(" later"));

        leadership.lose();
        assertThat(consumer.isRunning()).isFalse();
    }

    @Test
    void theSummaryIsSkippedByFollowers(LeadershipSwitch leadership, @Autowired LedgerSummary summary)
            throws IOException {
        summary.tell();
        assertThat(leadership).skipped("LedgerSummary.tell");

        leadership.grant();
        post("/lines", "hello");
        summary.tell();
        assertThat(leadership).admitted("LedgerSummary.tell");
    }

    @Test
    void aWriteThatIsHeldUpIsInterruptedAtTheEndOfItsTerm(LeadershipSwitch leadership, @Autowired LedgerWriter writer) {
        leadership.grant();
        CompletableFuture<Void> held = CompletableFuture.runAsync(() -> writer.write(System.nanoTime()));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(leadership).admitted("LedgerWriter.write"));

        leadership.revoke();

        assertThat(held).succeedsWithin(PATIENCE);
        assertThat(leadership).overran("LedgerWriter.write");
    }

    private MvcTestResult post(String path, String line) {
        return http.post().uri(path).contentType("text/plain").content(line).exchange();
    }
}
