package io.leaderelection.it.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.it.proxy.Fault;
import io.leaderelection.it.proxy.HttpFaultProxy;
import io.leaderelection.it.proxy.ProxiedRequest;
import io.leaderelection.lock.ForeignText;
import io.leaderelection.test.apiserver.ApiServer;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What whoever operates the sample sees of it over HTTP while it meets others, and trouble, at a real API server. */
class OperatedSampleTests extends KitSceneTests {

    /** What the kit does not show to everybody. */
    private static final String[] OPEN = {
        "--management.endpoint.health.show-details=always",
        "--management.endpoint.health.probes.add-additional-paths=true",
        "--management.endpoint.leaderelection.access=unrestricted",
        "--leader.election.health.forbidden-for=1s"
    };

    OperatedSampleTests(ApiServer server) {
        super(server);
    }

    @Test
    void leaderAndFollowerTellTheirRolesBeforeAndAfterAHandOver() {
        KitScene kit = apply(Manifests.overlay("leader-only-readiness"));
        SamplePod first = kit.start("sample-1", OPEN);
        first.awaitLog("Leads: term 1");
        SamplePod second = kit.start("sample-2", OPEN);
        second.awaitLog("Knows the leader: sample-1");
        until("a renewal", () -> metric(first, "renewal_seconds_count") > 0);
        until("both watch", () -> isWatching(first) && isWatching(second));
        assertRoles(first, second);
        assertThat(metric(first, "transitions_total")).isEqualTo(1);

        assertThat(second.post("/actuator/leaderelection/sample", "{}").body())
                .as("a follower has nothing to give up")
                .contains("\"resigned\":false");
        assertThat(first.post("/actuator/leaderelection/sample", "{\"pause\":\"1h\"}")
                        .body())
                .isEqualTo("{\"election\":\"sample\",\"resigned\":true,\"pause\":\"PT1H\"}");
        second.awaitLog("Leads: term 2");
        first.awaitLog("Knows the leader: sample-2");

        assertRoles(second, first);
        // Measured on a thread of its own, that nobody waits for.
        until("the first has told of its drain", () -> metric(first, "drain_seconds_count") > 0);
        assertThat(metric(first, "drain_seconds_count")).isEqualTo(1);
        assertThat(metric(first, "transitions_total")).isEqualTo(2);
        assertThat(metric(first, "leadership_duration_seconds_count")).isEqualTo(1);
        until("the second has told of its takeover", () -> metric(second, "takeover_seconds_count") > 0);
        assertThat(metric(second, "takeover_seconds_count")).isEqualTo(1);
        assertThat(first.json("/actuator/leaderelection/sample")
                        .get("transitions")
                        .toString())
                .contains("\"kind\":\"REVOKED\"", "\"reason\":\"RESIGNED\"");
    }

    @Test
    void failureIsCountedAndARefusalSaysWhatToDo() {
        KitScene kit = apply(Manifests.base());
        try (HttpFaultProxy proxy = HttpFaultProxy.to(server)) {
            SamplePod pod = kit.startAt(proxy.url(), "sample-1", OPEN);
            pod.awaitLog("Leads: term 1");

            proxy.injectOnce(ProxiedRequest::isWrite, Fault.cutBeforeAnswer());
            until("a read-back", () -> metric(pod, "slowpath_total") > 0);
            assertThat(pod.metric("leader_election_error_total{kind=\"unreachable\",name=\"sample\"}"))
                    .isPositive();
            proxy.injectOnce(ProxiedRequest::isWatch, Fault.answer(500, Map.of()));
            proxy.network().resetConnections();
            until("another watch", () -> metric(pod, "watch_restarts_total") > 0);
            assertThat(metric(pod, "is_leader")).isEqualTo(1);
            assertThat(metric(pod, "transitions_total")).isEqualTo(1);

            kit.patch(
                    "role",
                    "sample-leader-election",
                    "[{'op': 'replace', 'path': '/rules/0/resourceNames', 'value': ['other']}]");
            until("it is down", () -> health(pod).get("status").getAsString().equals("DOWN"));
            assertRefused(kit, pod);

            kit.kubectl().run("apply", "-k", Manifests.base());
            until("it is up", () -> health(pod).get("status").getAsString().equals("UP"));
        }
    }

    @Test
    void whatAStrangerCallsItselfIsEscapedAndCut() {
        KitScene kit = apply(Manifests.overlay("fast"));
        SamplePod pod = kit.start("sample-1", OPEN);
        pod.awaitLog("Leads: term 1");

        kit.patch("lease", "sample", """
                [{'op': 'replace', 'path': '/spec/holderIdentity', 'value': '<b>\\u001b[31m%s'},
                 {'op': 'replace', 'path': '/spec/leaseDurationSeconds', 'value': 60}]""".formatted("x".repeat(300)));
        pod.awaitLog("Leads no longer");

        until("it knows the stranger", () -> leader(pod).startsWith("<b>"));
        assertThat(leader(pod)).startsWith("<b>\\u001b[31mxx").hasSize(ForeignText.LONGEST);
        assertThat(pod.log()).doesNotContain("\u001b[31mx");
        assertThat(pod.get("/actuator/prometheus").body()).doesNotContain("[31m");
    }

    private static void assertRoles(SamplePod leader, SamplePod follower) {
        assertThat(statuses(leader)).containsExactly(200, 200, 200, 200, 200);
        assertThat(statuses(follower))
                .as("followers are healthy and alive, and not ready")
                .containsExactly(200, 200, 200, 503, 503);
        assertTells(leader, "LEADER", leader);
        assertTells(follower, "FOLLOWER", leader);
    }

    private static Stream<Integer> statuses(SamplePod pod) {
        return Stream.of(
                        "/actuator/health",
                        "/actuator/health/liveness",
                        "/livez",
                        "/actuator/health/readiness",
                        "/readyz")
                .map(path -> pod.get(path).statusCode());
    }

    private static void assertTells(SamplePod pod, String role, SamplePod leader) {
        JsonObject endpoint = pod.json("/actuator/leaderelection/sample");
        JsonObject details = health(pod).getAsJsonObject("details");
        JsonObject info =
                pod.json("/actuator/info").getAsJsonObject("leaderElection").getAsJsonObject("sample");
        for (JsonObject each : new JsonObject[] {endpoint, details, info}) {
            assertThat(each.get("role").getAsString()).isEqualTo(role);
            assertThat(each.get("leader").getAsString()).isEqualTo(leader.name());
            assertThat(each.get("identity").getAsString()).isEqualTo(pod.name());
        }
        assertThat(endpoint.getAsJsonObject("store").get("backend").getAsString())
                .isEqualTo("kubernetes");

        boolean leads = pod == leader;
        assertThat(metric(pod, "is_leader")).isEqualTo(leads ? 1 : 0);
        assertThat(metric(pod, "master_status")).isEqualTo(leads ? 1 : 0);
        assertThat(metric(pod, "time_left_seconds")).isBetween(leads ? 0.1 : 0, leads ? 10.0 : 0);
        assertThat(pod.get("/actuator/prometheus").body().lines().filter(line -> line.startsWith("leader_election_")))
                .as("no identity is a tag")
                .noneMatch(line -> line.contains("sample-"));
    }

    private static void assertRefused(KitScene kit, SamplePod pod) {
        JsonObject details = health(pod).getAsJsonObject("details");
        assertThat(details.get("reason").getAsString())
                .contains(
                        "has refused this instance for",
                        "/sample",
                        kit.namespace().name())
                .contains("Bind that account to a Role");
        assertThat(details.get("fix").getAsString()).startsWith("Grant what the message names");
        assertThat(statuses(pod))
                .as("no probe sees it: a restart would grant nothing")
                .containsExactly(503, 200, 200, 200, 200);
        assertThat(pod.metric("leader_election_error_total{kind=\"forbidden\",name=\"sample\"}"))
                .isPositive();
    }

    private static JsonObject health(SamplePod pod) {
        return pod.json("/actuator/health/leaderElection");
    }

    private static boolean isWatching(SamplePod pod) {
        return health(pod)
                .getAsJsonObject("details")
                .get("changes")
                .getAsString()
                .equals("watching");
    }

    private static String leader(SamplePod pod) {
        JsonObject endpoint = pod.json("/actuator/leaderelection/sample");
        return endpoint.has("leader") ? endpoint.get("leader").getAsString() : "";
    }

    private static double metric(SamplePod pod, String name) {
        return pod.metric("leader_election_" + name + "{name=\"sample\"}");
    }

    private static void until(String what, Callable<Boolean> condition) {
        Awaiting.until(what, SamplePod.PATIENCE, condition);
    }
}
