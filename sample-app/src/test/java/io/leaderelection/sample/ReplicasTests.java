package io.leaderelection.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderelection.LeaderElections;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Two replicas of the sample with their web servers. */
@Timeout(240)
class ReplicasTests {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final HttpClient http = HttpClient.newHttpClient();
    private final SlowPage slow = new SlowPage();

    @TempDir
    private Path directory;

    private ConfigurableApplicationContext leader;
    private ConfigurableApplicationContext follower;

    @BeforeEach
    void startTwo() {
        leader = start("one");
        await().atMost(PATIENCE).until(() -> isLeader(leader));
        follower = start("two");
        await().atMost(PATIENCE)
                .until(() -> "one"
                        .equals(follower.getBean(LeaderElections.class)
                                .get()
                                .leadership()
                                .leaderIdentity()));
    }

    @AfterEach
    void closeBoth() {
        slow.end.countDown();
        follower.close();
        leader.close();
    }

    @Test
    void aRequestForTheLeaderIsAnsweredElsewhereByAProblemThatNamesIt() throws Exception {
        HttpResponse<String> refused = post(follower, "/lines", "hello");
        HttpResponse<String> written = post(leader, "/lines", "hello");

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(refused.body())
                .contains("\"status\":409", "\"election\":\"sample\"", "\"leader\":\"one\"", "\"instance\":\"/lines\"");
        assertThat(written.statusCode()).isEqualTo(201);
        assertThat(Files.readString(ledger())).contains(" hello");
    }

    @Test
    void aLineIsTakenAnywhereAndCarriedByTheLeader() throws Exception {
        HttpResponse<String> taken = post(follower, "/inbox", "for the leader");

        assertThat(taken.statusCode()).isEqualTo(202);
        await().atMost(PATIENCE)
                .until(() ->
                        Files.exists(ledger()) && Files.readString(ledger()).contains(" for the leader"));
        assertThat(follower.getBean(InboxConsumer.class).isRunning()).isFalse();
    }

    @Test
    void aSlowRequestDelaysNoHandOver() throws Exception {
        CompletableFuture<HttpResponse<String>> answer =
                http.sendAsync(HttpRequest.newBuilder(uri(leader, "/slow")).build(), BodyHandlers.ofString());
        slow.begun.await();

        CompletableFuture<Void> closed = CompletableFuture.runAsync(leader::close);
        await().atMost(PATIENCE).until(() -> isLeader(follower));

        assertThat(closed).isNotDone();
        assertThat(answer).isNotDone();
        slow.end.countDown();
        assertThat(answer.get().body()).isEqualTo("served");
        closed.get();
        await().atMost(PATIENCE)
                .until(() -> follower.getBean(InboxConsumer.class).isRunning());
    }

    private Path ledger() {
        return directory.resolve("ledger.txt");
    }

    private ConfigurableApplicationContext start(String name) {
        return new SpringApplicationBuilder(SampleApplication.class)
                .initializers(context -> context.getBeanFactory().registerSingleton("slowPage", slow))
                .registerShutdownHook(false)
                .run(
                        "--spring.main.banner-mode=off",
                        "--server.port=0",
                        "--leader.election.backend=file",
                        "--leader.election.file.directory=" + directory.resolve("leases"),
                        "--leader.election.identity=" + name,
                        "--sample.interval=1h",
                        "--sample.ledger=" + ledger());
    }

    private static boolean isLeader(ConfigurableApplicationContext replica) {
        return replica.getBean(LeaderElections.class).get().isLeader();
    }

    private HttpResponse<String> post(ConfigurableApplicationContext replica, String path, String line)
            throws Exception {
        return http.send(
                HttpRequest.newBuilder(uri(replica, path))
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString(line))
                        .build(),
                BodyHandlers.ofString());
    }

    private static URI uri(ConfigurableApplicationContext replica, String path) {
        return URI.create(
                "http://127.0.0.1:" + replica.getEnvironment().getRequiredProperty("local.server.port") + path);
    }

    /** A page that is being served until the end. */
    @RestController
    static class SlowPage {

        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch end = new CountDownLatch(1);

        @GetMapping("/slow")
        String serve() throws InterruptedException {
            begun.countDown();
            end.await();
            return "served";
        }
    }
}
