package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.GatedCall;
import io.leaderelection.LeaderOnly;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.lock.Answer;
import io.leaderelection.lock.file.FileLeaseStore;
import io.leaderelection.lock.file.LeaseDirectory;
import io.leaderelection.spi.CallAdmission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.Lifecycle;

/**
 * The leader's own work closes the application: that waits for everybody else, and not for itself; the lease is released
 * when that work has returned. A wait for itself would last for an hour here.
 */
@Timeout(180)
class CloseFromWithinTests extends LeaseSpaceTests {

    private static final String[] PATIENT = {
        "leader.election.drain-timeout=1h", "spring.lifecycle.timeout-per-shutdown-phase=1h"
    };

    private final Story story = new Story();
    private final LeaseWrites lease = new LeaseWrites(leases, "shop", story);
    private final CountDownLatch started = new CountDownLatch(1);

    @AfterEach
    void lookNoMore() {
        lease.close();
    }

    @Test
    void aGatedCallClosesTheApplicationAndOthersAreAwaitedAllTheSame() {
        TestApplication leader = leader(PATIENT);
        GatedCall other = CallAdmission.of(leader.election()).enter("other");
        other.onStop(() -> {
            story.tell("the other call ends");
            other.close();
        });

        leader.election().runIfLeader(outer -> leader.election().runIfLeader(inner -> closes(leader.context)));
        story.await("the lease is released");

        assertThat(story.lines())
                .containsExactly("the other call ends", "closed, the lease is held: true", "the lease is released");
    }

    @Test
    void aWorkerClosesTheApplication() {
        TestApplication leader = leader(PATIENT);

        leader.election().whileLeading("closer", call -> closes(leader.context));

        story.await("the lease is released");
        assertThat(story.lines()).containsExactly("closed, the lease is held: true", "the lease is released");
    }

    @Test
    void aListenerOfTheGrantClosesTheApplication() {
        with(
                context -> context.addApplicationListener((ApplicationListener<LeadershipGrantedEvent>) event -> {
                    Story.awaitLatch(started);
                    closes(context);
                }),
                PATIENT);
        started.countDown();

        story.await("the lease is released");
        assertThat(story.lines()).containsExactly("closed, the lease is held: true", "the lease is released");
    }

    @Test
    void aLifecycleOfTheLeaderClosesTheApplicationAsItStarts() {
        with(
                context -> context.registerBean(
                        Closing.class,
                        () -> new Closing(() -> {
                            Story.awaitLatch(started);
                            closes(context);
                        })),
                PATIENT);
        started.countDown();

        story.await("the lease is released");
        assertThat(story.lines()).containsExactly("closed, the lease is held: true", "the lease is released");
    }

    @Test
    void aGatedCallThatEndsTheProcessGivesTheLeaseBackFirst(@TempDir Path directory)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Path leases = directory.resolve("leases");
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ExitingApplication.class.getName(),
                        "--spring.application.name=shop",
                        "--leader.election.backend=file",
                        "--leader.election.file.directory=" + leases,
                        "--leader.election.drain-timeout=1h",
                        "--spring.lifecycle.timeout-per-shutdown-phase=1h")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ended").isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(process.exitValue()).as(Files.readString(output)).isEqualTo(7);
        CompletableFuture<Answer> read = new CompletableFuture<>();
        new FileLeaseStore(LeaseDirectory.of(leases, false, false), "shop", Runnable::run)
                .read(Duration.ofMinutes(1), read::complete);
        assertThat(((Answer.Found) read.get(1, TimeUnit.MINUTES))
                        .lease()
                        .record()
                        .isHeld())
                .as(Files.readString(output))
                .isFalse();
    }

    private void closes(ConfigurableApplicationContext context) {
        context.close();
        story.tell("closed, the lease is held: " + lease.isHeld());
    }

    @LeaderOnly
    static final class Closing implements Lifecycle {

        private final Runnable close;
        private volatile boolean running;

        Closing(Runnable close) {
            this.close = close;
        }

        @Override
        public void start() {
            running = true;
            close.run();
        }

        @Override
        public void stop() {
            running = false;
        }

        @Override
        public boolean isRunning() {
            return running;
        }
    }
}
