package io.leaderelection.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.it.proxy.Fault;
import io.leaderelection.it.proxy.HttpFaultProxy;
import io.leaderelection.it.proxy.Injection;
import io.leaderelection.it.proxy.ProxiedRequest;
import io.leaderelection.it.proxy.Valve;
import io.leaderelection.test.apiserver.ApiServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A standby whose watch loses the news that the leader has handed over, on a connection that is sound. */
class WatchTests extends SceneTests {

    private static final String GONE =
            "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},"
                    + "\"status\":\"Failure\",\"message\":\"too old resource version\",\"reason\":\"Expired\",\"code\":410}}\n";

    /** L / D = 60 / 40 s: renewed so seldom that for half a minute nobody wonders at a silent watch. */
    private static final List<String> QUIET =
            List.of("--leader.election.lease-duration=60s", "--leader.election.renew-deadline=40s");

    private HttpFaultProxy proxy;

    WatchTests(ApiServer server) {
        super(server);
    }

    @Test
    void aSilentWatchIsOpenedAnewBeforeTheLeaseIsWaitedOut() {
        openWithProxy(Scene.STEADY);
        Valve valve = new Valve();
        Injection stalling = proxy.inject(ProxiedRequest::isWatch, Fault.answerThrough(valve));
        Replica first = scene.start("first");
        scene.awaitLeader();
        Replica standby = startStandby();
        scene.awaitRenewals(3); // so that it knows how often the leader renews

        stalling.close();
        valve.shut();
        int before = proxy.requests().size();
        first.process().terminate();

        assertThat(scene.awaitSuccessor(first)).isEqualTo(standby);
        assertThat(verbsSince(before)).filteredOn(WatchTests::isOfWatches).startsWith("LIST");
        scene.assertSafe();
    }

    @Test
    void aWatchThatEndsInGoneBeginsWithTheLeaseAsItIs() {
        openWithProxy(QUIET);
        proxy.inject(ProxiedRequest::isWatch, Fault.answerUntil(piece -> piece.contains("released=true"), GONE));
        Replica first = scene.start("first");
        scene.awaitLeader();
        Replica standby = startStandby();

        int before = proxy.requests().size();
        first.process().terminate();

        assertThat(scene.awaitSuccessor(first)).isEqualTo(standby);
        assertThat(verbsSince(before)).filteredOn(WatchTests::isOfWatches).startsWith("LIST");
        long revoked = nanosOf(first, "revoked");
        long granted = nanosOf(standby, "granted");
        assertThat(Duration.ofNanos(granted - revoked))
                .as("found by the end of the watch, not by its silence")
                .isLessThan(Duration.ofSeconds(20));
        scene.assertSafe();
    }

    /** A standby also rehearses, and writes its name on the Lease. */
    private static boolean isOfWatches(String verb) {
        return verb.equals("LIST") || verb.equals("WATCH");
    }

    private void openWithProxy(List<String> timings) {
        open(timings);
        proxy = scene.requestProxy();
    }

    private Replica startStandby() {
        Replica standby = scene.startBehind(proxy, "standby");
        Awaiting.until(
                "all that it asks at first", Scene.PATIENCE, () -> verbsSince(0).containsAll(List.of("GET", "WATCH")));
        return standby;
    }

    private static long nanosOf(Replica replica, String kind) {
        return replica.await(kind, line -> line.is(kind)).nanos();
    }

    private List<String> verbsSince(int number) {
        List<ProxiedRequest> requests = proxy.requests();
        return requests.subList(number, requests.size()).stream()
                .map(WatchTests::verb)
                .toList();
    }

    private static String verb(ProxiedRequest request) {
        if (request.isWatch()) {
            return "WATCH";
        }
        return request.query().contains("fieldSelector") ? "LIST" : request.method();
    }
}
