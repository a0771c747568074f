package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderelection.GatedCall;
import io.leaderelection.LeaderElection;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.LeadershipRevokedEvent;
import io.leaderelection.spi.CallAdmission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/** How a term ends, read off a recorded history of work, events and the lease. */
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class DrainTests extends LeaseSpaceTests {

    private static final Duration LONG = Duration.ofMinutes(1);

    private static final String SHORT_DRAIN = "leader.election.drain-timeout=100ms";

    /** As short as can be waited for, and long enough that a stall of a busy machine does not cost it. */
    private static final String[] EXPIRING_LEASE = {
        SHORT_DRAIN,
        "leader.election.lease-duration=5s",
        "leader.election.renew-deadline=4s",
        "leader.election.retry-period=100ms"
    };

    private static final String[] REPORTS = {"leader.election.elections.reports.lease-name=reports"};

    private final Story story = new Story();
    private final LeaseWrites lease = new LeaseWrites(leases, "shop", story);
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void letWorkEnd() {
        end.countDown();
        lease.close();
    }

    @Test
    void theLeaseIsRenewedUntilWorkAndListenersHaveEndedAndReleasedThen() {
        TestApplication leader = with(
                context -> context.addApplicationListener((ApplicationListener<LeadershipRevokedEvent>) event -> {
                    story.tell("revoked");
                    lease.awaitMore(2);
                    story.tell("the listener ends");
                }),
                FREQUENT_RENEWALS);
        leader.events.await(LeadershipGrantedEvent.class);
        runUntilEnd(leader.election(), "the work");
        story.await("the work begins");

        leader.election().resign(LONG);
        assertThat(leader.election().isLeader()).isFalse();
        story.await("the listener ends");
        lease.awaitMore(2);
        assertThat(lease.isHeld()).isTrue();
        end.countDown();
        story.await("the lease is released");

        assertThat(story.lines())
                .containsSubsequence("the work begins", "the work is told", "the work ends", "the lease is released")
                .containsSubsequence("the work begins", "revoked", "the listener ends", "the work ends")
                .hasSize(6);
    }

    @Test
    void thePageDrawsTheEndOfATermAsItIs() throws IOException {
        TestApplication leader = with(
                context -> context.addApplicationListener((ApplicationListener<LeadershipRevokedEvent>) event -> {
                    story.await("the work is told to stop");
                    story.tell("LeadershipRevokedEvent");
                    lease.awaitMore(2);
                    story.tell("the lease is renewed");
                    story.tell("the listener ends");
                }),
                FREQUENT_RENEWALS);
        leader.events.await(LeadershipGrantedEvent.class);
        LeaderElection election = leader.election();
        Thread worker = new Thread(() -> election.runIfLeader(call -> {
            call.onStop(() -> {
                story.tell(election.isLeader() ? "the gate is open" : "the gate shuts");
                story.tell("the work is told to stop");
            });
            story.tell("the work begins");
            Story.awaitLatch(end);
            story.tell("the work ends");
        }));
        worker.setDaemon(true);
        worker.start();
        story.await("the work begins");

        election.resign(LONG);
        story.await("the listener ends");
        end.countDown();
        story.await("the lease is released");

        assertThat(drawn(Path.of("..", "docs", "draining.md"))).isEqualTo(story.lines());
    }

    /** The messages of a page's sequence diagram, from the top down. */
    private static List<String> drawn(Path page) throws IOException {
        return Files.readAllLines(page).stream()
                .filter(line -> line.matches(" +\\w+-{1,2}>>\\w+: .*"))
                .map(line -> line.split(": ", 2)[1])
                .toList();
    }

    @Test
    void workIsToldToStopThoughAListenerIsBusy() {
        TestApplication leader =
                with(context -> context.addApplicationListener((ApplicationListener<LeadershipRevokedEvent>) event -> {
                    story.await("the work is told");
                    story.tell("the listener ends");
                }));
        leader.events.await(LeadershipGrantedEvent.class);
        runUntilEnd(leader.election(), "the work");
        story.await("the work begins");

        leader.election().resign(LONG);
        story.await("the listener ends");
        end.countDown();
        story.await("the lease is released");

        assertThat(story.lines())
                .containsExactly(
                        "the work begins",
                        "the work is told",
                        "the listener ends",
                        "the work ends",
                        "the lease is released");
    }

    @Test
    void workThatOutlivesTheDrainTimeoutIsNamedAndTheLeaseExpires(CapturedOutput output) {
        TestApplication leader = start(EXPIRING_LEASE);
        leader.events.await(LeadershipGrantedEvent.class);
        runUntilEnd(leader.election(), "the work");
        story.await("the work begins");
        TestApplication successor = start(EXPIRING_LEASE);

        leader.election().resign(Duration.ZERO);
        successor.events.await(LeadershipGrantedEvent.class);
        assertThat(leader.election().isLeader()).isFalse();

        assertThat(output).contains("did not end within 100ms: [the work]. The lease is not released");
        assertThat(story.lines()).doesNotContain("the lease is released", "the work ends");
    }

    @Test
    void anInstanceDoesNotCampaignWhileItsLastTermsWorkGoesOn() {
        TestApplication leader = with(
                context -> context.addApplicationListener(
                        (ApplicationListener<LeadershipGrantedEvent>) event -> story.tell("it leads")),
                SHORT_DRAIN);
        leader.events.await(LeadershipGrantedEvent.class);
        runUntilEnd(leader.election(), "the work");
        story.await("the work begins");

        leases.delete("shop");
        leader.events.await(LeadershipRevokedEvent.class);
        story.await("the work is told");
        TestApplication successor = start();
        successor.events.await(LeadershipGrantedEvent.class);
        successor.close();
        end.countDown();
        story.await("it leads", 2);

        assertThat(story.lines())
                .containsExactly(
                        "it leads",
                        "the work begins",
                        "the work is told",
                        "the lease is released",
                        "the work ends",
                        "it leads");
    }

    @Test
    void resigningFromInsideACallWaitsForNothing() {
        TestApplication leader = start();
        leader.events.await(LeadershipGrantedEvent.class);
        LeaderElection election = leader.election();

        boolean ran = election.runIfLeader(call -> {
            election.resign(LONG);
            story.tell("leading: " + election.isLeader()
                    + GatedCall.current().orElseThrow().isLeading());
            leader.events.await(LeadershipRevokedEvent.class);
            story.tell("the work ends");
        });
        story.await("the lease is released");

        assertThat(ran).isTrue();
        assertThat(story.lines()).containsExactly("leading: falsefalse", "the work ends", "the lease is released");
    }

    @Test
    void nestedCallsAreAwaitedAndTheInnermostIsTheCurrentOne() {
        TestApplication leader = start(REPORTS);
        leader.events.await(LeadershipGrantedEvent.class, "shop");
        LeaderElection shop = leader.election("shop");
        LeaderElection reports = leader.election("reports");
        await().until(reports::isLeader);

        shop.runIfLeader(outer -> {
            reports.runIfLeader(inner -> {
                shop.resign(LONG);
                leader.events.await(LeadershipRevokedEvent.class, "shop");
                assertThat(shop.runIfLeader(late -> story.tell("let in"))).isFalse();
                assertThat(GatedCall.current().orElseThrow().isLeading()).isTrue();
                story.tell("the inner call is of " + current());
            });
            story.tell("the outer call is of " + current());
        });
        story.await("the lease is released");

        assertThat(story.lines())
                .containsExactly("the inner call is of reports", "the outer call is of shop", "the lease is released");
    }

    @Test
    void electionsDrainEachByItself() {
        TestApplication leader = start(REPORTS);
        leader.events.await(LeadershipGrantedEvent.class, "shop");
        LeaderElection reports = leader.election("reports");
        await().until(reports::isLeader);
        runUntilEnd(leader.election("shop"), "the work");
        story.await("the work begins");
        TestApplication successor = start(REPORTS);

        leader.election("shop").resign(LONG);
        reports.resign(LONG);
        successor.events.await(LeadershipGrantedEvent.class, "reports");

        assertThat(lease.isHeld()).isTrue();
        end.countDown();
        successor.events.await(LeadershipGrantedEvent.class, "shop");
    }

    @Test
    void aSchedulersOwnWaitDelaysNoHandOver() {
        TestApplication leader = with(
                context -> context.registerBean(Unprotected.class, () -> new Unprotected(story)),
                "spring.task.scheduling.shutdown.await-termination=true",
                "spring.task.scheduling.shutdown.await-termination-period=20s");
        leader.events.await(LeadershipGrantedEvent.class);
        story.await("the unprotected task begins");
        with(context -> context.addApplicationListener(
                (ApplicationListener<LeadershipGrantedEvent>) event -> story.tell("the successor leads")));

        leader.close();

        assertThat(story.lines())
                .containsExactly(
                        "the unprotected task begins",
                        "the lease is released",
                        "the successor leads",
                        "the unprotected task ends");
    }

    @Test
    void aProtectedTaskIsAwaitedByTheTermNotOnlyByTheScheduler() {
        TestApplication leader = with(
                context -> context.registerBean(Protected.class, () -> new Protected(context, story, end)),
                "spring.task.scheduling.shutdown.await-termination=true",
                "spring.task.scheduling.shutdown.await-termination-period=20s");
        leader.events.await(LeadershipGrantedEvent.class);
        story.await("the protected task begins");
        Thread closing = new Thread(leader::close);

        closing.start();
        leader.events.await(LeadershipRevokedEvent.class);
        assertThat(lease.isHeld()).isTrue();
        end.countDown();
        story.await("the lease is released");

        assertThat(story.lines())
                .containsExactly("the protected task begins", "the protected task ends", "the lease is released");
    }

    @Test
    void aScheduledTaskGoesOnWhenLeadershipIsRegained() {
        end.countDown();
        TestApplication leader =
                with(context -> context.registerBean(Protected.class, () -> new Protected(context, story, end)));
        story.await("the protected task ends", 2);

        leader.election().resign(Duration.ZERO);
        leader.events.await(LeadershipRevokedEvent.class);
        leader.events.await(LeadershipGrantedEvent.class);
        int runs = (int)
                story.lines().stream().filter("the protected task ends"::equals).count();

        story.await("the protected task ends", runs + 2);
    }

    /** Runs work under the gate in a thread of its own: it tells when it is told to stop, and goes on until the end. */
    private void runUntilEnd(LeaderElection election, String work) {
        GatedCall call = CallAdmission.of(election).enter(work);
        call.onStop(() -> story.tell(work + " is told"));
        Thread worker = new Thread(() -> {
            try (call) {
                story.tell(work + " begins");
                Story.awaitLatch(end);
                story.tell(work + " ends");
            }
        });
        worker.setDaemon(true);
        worker.start();
    }

    private static String current() {
        return GatedCall.current().orElseThrow().leadership().election();
    }

    /** A task of every replica that lasts until another one leads. */
    @EnableScheduling
    static class Unprotected {

        private final Story story;

        Unprotected(Story story) {
            this.story = story;
        }

        @Scheduled(fixedRate = 1, timeUnit = TimeUnit.DAYS)
        void run() {
            story.tell("the unprotected task begins");
            story.await("the successor leads");
            story.tell("the unprotected task ends");
        }
    }

    /** A task of the leader. */
    @EnableScheduling
    static class Protected {

        private final GenericApplicationContext context;
        private final Story story;
        private final CountDownLatch end;

        Protected(GenericApplicationContext context, Story story, CountDownLatch end) {
            this.context = context;
            this.story = story;
            this.end = end;
        }

        @Scheduled(fixedRate = 5, timeUnit = TimeUnit.MILLISECONDS)
        void run() {
            context.getBean(io.leaderelection.LeaderElections.class).get().runIfLeader(call -> {
                story.tell("the protected task begins");
                Story.awaitLatch(end);
                story.tell("the protected task ends");
            });
        }
    }
}
