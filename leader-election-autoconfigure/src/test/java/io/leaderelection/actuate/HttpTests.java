package io.leaderelection.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderelection.LeaderElectionControl;
import io.leaderelection.actuate.HttpReplica.Web;
import io.leaderelection.lock.memory.MemoryLeases;
import java.net.http.HttpResponse;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is seen over HTTP of two replicas, of which one leads. Tests may swap them: each asks first who leads. */
@ParameterizedClass
@EnumSource(Web.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class HttpTests {

    @Parameter
    Web web;

    private HttpReplica first;
    private HttpReplica second;

    @BeforeParameterizedClassInvocation
    void start(Web web) {
        MemoryLeases leases = new MemoryLeases();
        first = HttpReplica.start(web, leases, "shop-0", "leader.election.readiness=leader-only");
        await().until(() -> first.election().isLeader());
        second = HttpReplica.start(
                web,
                leases,
                "shop-1",
                "leader.election.readiness=leader-only",
                "management.endpoint.leaderelection.access=unrestricted",
                "management.endpoint.health.group.leader.include=leadership",
                "management.endpoint.health.group.everything.include=*",
                "management.endpoint.health.group.liveness.include=livenessState,leaderElector");
        await().until(() -> second.election().leadership().leaderIdentity() != null);
    }

    @AfterParameterizedClassInvocation
    void stop() {
        second.close();
        first.close();
    }

    /** A hand-over of the test before may not have reached everybody yet. */
    @BeforeEach
    void bothKnowTheLeader() {
        await().until(() -> identity(leader()).equals(knownLeader(first))
                && identity(leader()).equals(knownLeader(second))
                && leader().election().isLeader());
    }

    private HttpReplica leader() {
        return first.election().isLeader() ? first : second;
    }

    private HttpReplica follower() {
        return first.election().isLeader() ? second : first;
    }

    @Test
    void leaderAndFollowerAreHealthyAndAlive() {
        for (HttpReplica replica : new HttpReplica[] {leader(), follower()}) {
            assertThat(replica.actuator("health")).satisfies(isUp());
            assertThat(replica.actuator("health").body())
                    .contains("\"leaderElection\"", "\"leaderElector\"")
                    .doesNotContain("\"leadership\"");
            assertThat(replica.actuator("health/liveness")).satisfies(isUp());
            assertThat(replica.server("/livez")).satisfies(isUp());
        }
        await().untilAsserted(() -> assertThat(
                        leader().actuator("health/leaderElection").body())
                .contains("\"role\":\"LEADER\"", "\"changes\":\"watching\"", "\"election\":\"shop\""));
        assertThat(follower().actuator("health/leaderElection").body())
                .contains("\"role\":\"FOLLOWER\"", "\"leader\":\"" + identity(leader()) + "\"");
    }

    @Test
    void onlyTheLeaderIsReadyBeforeAndAfterAHandOver() {
        onlyTheLeaderIsReady();
        handOver(leader(), follower());
        onlyTheLeaderIsReady();
    }

    private void onlyTheLeaderIsReady() {
        assertThat(leader().actuator("health/readiness")).satisfies(isUp());
        assertThat(leader().server("/readyz")).satisfies(isUp());
        assertThat(follower().actuator("health/readiness")).satisfies(isOutOfService());
        assertThat(follower().server("/readyz")).satisfies(isOutOfService());
        assertThat(follower().actuator("health")).satisfies(isUp());
        assertThat(follower().actuator("health/liveness")).satisfies(isUp());
    }

    @Test
    void aGroupMayAskWhoLeadsAndAWildcardDoesNot() {
        boolean leads = second.election().isLeader();
        assertThat(second.actuator("health/leader")).satisfies(leads ? isUp() : isOutOfService());
        assertThat(second.actuator("health/everything")).satisfies(isUp());
    }

    @Test
    void theEndpointTellsOfOneElectionOrOfAll() {
        assertThat(leader().actuator("leaderelection").body())
                .startsWith("{\"elections\":{\"shop\":{\"name\":\"shop\",\"role\":\"LEADER\",\"leading\":true");
        HttpResponse<String> one = follower().actuator("leaderelection/shop");
        assertThat(one.statusCode()).isEqualTo(200);
        assertThat(one.body())
                .startsWith("{\"name\":\"shop\",\"role\":\"FOLLOWER\",\"leading\":false")
                .contains("\"leader\":\"" + identity(leader()) + "\"", "\"backend\":\"memory\"");
        assertThat(leader().actuator("leaderelection/other").statusCode()).isEqualTo(404);
    }

    @Test
    void theLeaderStepsDownWhereAccessIsUnrestrictedAndThatIsAudited() {
        assertThat(first.post("leaderelection/shop", "{}").statusCode())
                .as("read-only by default")
                .isEqualTo(405);
        if (first.election().isLeader()) {
            handOver(first, second);
        }

        assertThat(second.post("leaderelection/shop", "{\"pause\":\"-1s\"}").statusCode())
                .isEqualTo(400);
        assertThat(second.post("leaderelection/other", "{}").statusCode()).isEqualTo(400);
        HttpResponse<String> resigned = second.post("leaderelection/shop", "{\"pause\":\"5m\"}");
        assertThat(resigned.statusCode()).isEqualTo(200);
        assertThat(resigned.body()).isEqualTo("{\"election\":\"shop\",\"resigned\":true,\"pause\":\"PT5M\"}");
        await().until(() -> first.election().isLeader());
        assertThat(second.post("leaderelection/shop", "{}").body()).contains("\"resigned\":false");
        assertThat(second.context.getBean(HttpReplica.Audits.class).events)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getType()).isEqualTo(LeaderElectionEndpoint.AUDIT_TYPE);
                    assertThat(event.getPrincipal()).isEqualTo("anonymous");
                    assertThat(event.getData())
                            .containsEntry("election", "shop")
                            .containsEntry("pause", "PT5M");
                });
        takePartAgain(second);
    }

    @Test
    void prometheusShowsWhoLeadsAndWhatBecameOfCalls() {
        leader().election().runIfLeader(call -> {});
        follower().election().runIfLeader(call -> {});

        String leading = leader().actuator("prometheus").body();
        assertThat(leading)
                .contains(
                        "leader_election_is_leader{name=\"shop\"} 1.0",
                        "leader_election_master_status{name=\"shop\"} 1.0",
                        "leader_election_transitions_total{name=\"shop\"} ",
                        "leader_election_leadership_duration_seconds_bucket{name=\"shop\",le=\"60.0\"} ",
                        "leader_election_leadership_duration_seconds_count{name=\"shop\"} ",
                        "leader_election_slowpath_total{name=\"shop\"} ",
                        "leader_election_error_total{kind=\"forbidden\",name=\"shop\"} 0.0",
                        "leader_election_watch_restarts_total{name=\"shop\"} 0.0",
                        "leader_election_renewal_seconds_count{name=\"shop\"} ",
                        "leader_election_takeover_seconds_count{name=\"shop\"} ",
                        "leader_election_drain_seconds_count{name=\"shop\"} ")
                .doesNotContain("leader_election_calls_total{name=\"shop\",outcome=\"admitted\"} 0.0");
        assertThat(sample(leading, "leader_election_time_left_seconds{name=\"shop\"}"))
                .isBetween(0.1, 10.0);
        assertThat(sample(leading, "leader_election_transitions_total{name=\"shop\"}"))
                .isGreaterThanOrEqualTo(1);
        assertThat(follower().actuator("prometheus").body())
                .contains(
                        "leader_election_is_leader{name=\"shop\"} 0.0",
                        "leader_election_master_status{name=\"shop\"} 0.0",
                        "leader_election_time_left_seconds{name=\"shop\"} 0.0")
                .doesNotContain("leader_election_calls_total{name=\"shop\",outcome=\"skipped\"} 0.0");
    }

    @Test
    void infoTellsTheRole() {
        assertThat(leader().actuator("info").body()).contains("\"leaderElection\":{\"shop\":{\"role\":\"LEADER\"");
    }

    private static double sample(String scrape, String series) {
        return scrape.lines()
                .filter(line -> line.startsWith(series + " "))
                .map(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    /** Takes no part for as long as the other one needs to take the lease. */
    private static void handOver(HttpReplica from, HttpReplica to) {
        LeaderElectionControl.of(from.election()).stop();
        await().until(() -> to.election().isLeader());
        takePartAgain(from);
    }

    private static void takePartAgain(HttpReplica follower) {
        LeaderElectionControl.of(follower.election())
                .stop()
                .toCompletableFuture()
                .join();
        LeaderElectionControl.of(follower.election()).start();
        await().until(() -> knownLeader(follower) != null);
    }

    private static String knownLeader(HttpReplica replica) {
        return replica.election().leadership().leaderIdentity();
    }

    private static String identity(HttpReplica replica) {
        return replica.election().leadership().identity();
    }

    private static Consumer<HttpResponse<String>> isUp() {
        return response -> {
            assertThat(response.body()).contains("\"status\":\"UP\"");
            assertThat(response.statusCode()).isEqualTo(200);
        };
    }

    private static Consumer<HttpResponse<String>> isOutOfService() {
        return response -> {
            assertThat(response.body()).contains("\"status\":\"OUT_OF_SERVICE\"");
            assertThat(response.statusCode()).isEqualTo(503);
        };
    }
}
