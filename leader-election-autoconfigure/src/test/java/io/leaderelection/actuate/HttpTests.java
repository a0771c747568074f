package io.leaderelection.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderelection.actuate.HttpReplica.Web;
import io.leaderelection.lock.memory.MemoryLeases;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Consumer;
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
@Timeout(120)
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
        assertThat(leader().actuator("health/leaderElection").body())
                .contains("\"role\":\"LEADER\"", "\"changes\":\"watching\"", "\"election\":\"shop\"");
        assertThat(follower().actuator("health/leaderElection").body())
                .contains("\"role\":\"FOLLOWER\"", "\"leader\":\"" + identity(leader()) + "\"");
    }

    @Test
    void onlyTheLeaderIsReadyBeforeAndAfterAHandOver() {
        onlyTheLeaderIsReady();
        HttpReplica before = leader();
        before.election().resign(Duration.ofSeconds(1));
        await().until(() -> !before.election().isLeader() && leader().election().isLeader());
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
