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

    private HttpFaultProxy proxy;

    WatchTests(ApiServer server) {
        super(server);
    }

    @Test
    void aSilentWatchIsOpenedAnewBeforeTheLeaseIsWaitedOut() {
        openWithProxy(Scene.SHORT);
        Valve valve = new Valve();
        Injection stalling = proxy.inject(ProxiedRequest::isWatch, Fault.answerThrough(valve));
        Replica first = scene.start("first");
        scene.awaitLeader();
        Replica standby = startStandby();
        scene.awaitWrites(3); // so that it knows how often the leader renews

        stalling.close();
        valve.shut();
        int before = proxy.requests().size();
        first.process().terminate();

        assertThat(scene.awaitSuccessor(first)).isEqualTo(standby);
        assertThat(verbsSince(before)).startsWith("LIST");
        scene.assertSafe();
    }

    @Test
    void aWatchThatEndsInGoneBeginsWithTheLeaseAsItIs() {
        openWithProxy(Scene.DEFAULT);
        proxy.inject(ProxiedRequest::isWatch, Fault.answerUntil(piece -> piece.contains("released=true"), GONE));
        Replica first = scene.start("first");
        scene.awaitLeader();
        Replica standby = startStandby();

        int before = proxy.requests().size();
        first.process().terminate();

        assertThat(scene.awaitSuccessor(first)).isEqualTo(standby);
        assertThat(verbsSince(before)).startsWith("LIST");
        long revoked = nanosOf(first, "revoked");
        long granted = nanosOf(standby, "granted");
        assertThat(Duration.ofNanos(granted - revoked))
                .as("found by the end of the watch, not by its silence")
                .isLessThan(Duration.ofSeconds(5));
        scene.assertSafe();
    }

    private void openWithProxy(List<String> timings) {
        open(timings);
        proxy = scene.requestProxy();
    }

    private Replica startStandby() {
        Replica standby = scene.startBehind(proxy, "standby");
        Awaiting.until(
                "a watch", Scene.PATIENCE, () -> proxy.requests().stream().anyMatch(ProxiedRequest::isWatch));
        return standby;
    }

    private static long nanosOf(Replica replica, String kind) {
        return replica.lines().stream()
                .filter(line -> line.is(kind))
                .findFirst()
                .orElseThrow()
                .nanos();
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
