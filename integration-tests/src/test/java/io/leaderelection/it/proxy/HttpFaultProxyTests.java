package io.leaderelection.it.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.it.apiserver.Leases;
import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RawApi;
import io.leaderelection.test.apiserver.RealApiServer;
import io.leaderelection.test.apiserver.Reply;
import io.leaderelection.test.apiserver.TestNamespace;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RealApiServer
class HttpFaultProxyTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final ApiServer server;
    private final TestNamespace namespace;
    private final HttpFaultProxy proxy;
    private final Leases direct;
    private final Leases proxied;
    private final Leases impatient;
    private JsonObject lease = new JsonObject();

    HttpFaultProxyTests(ApiServer server) {
        this.server = server;
        namespace = server.newNamespace("http-proxy");
        proxy = HttpFaultProxy.to(server);
        direct = Leases.in(namespace);
        RawApi api = server.admin().at(proxy.url());
        proxied = Leases.in(namespace, api.withTimeout(Duration.ofMinutes(1)));
        impatient = Leases.in(namespace, api.withTimeout(Duration.ofSeconds(1)));
    }

    @BeforeEach
    void createLease() {
        lease = proxied.put("one", proxied.of("one", "first", 15)).ok().json();
    }

    @AfterEach
    void close() {
        proxy.close();
        namespace.close();
    }

    @Test
    void passesRequestsThroughAndRemembersThem() {
        assertThat(write("second").status()).isEqualTo(200);
        assertThat(holder()).isEqualTo("second");
        assertThat(proxied.list("metadata.name=none").ok().json().getAsJsonArray("items"))
                .isEmpty();
        assertThat(proxy.requests()).extracting(ProxiedRequest::method).containsExactly("PUT", "PUT", "GET");
        assertThat(proxy.requests().get(1).body()).contains("second");
    }

    @Test
    void handlesOnlyTheChosenRequestsAndOnlyAsOftenAsAsked() {
        Injection injection = proxy.injectOnce(ProxiedRequest::isWrite, Fault.answer(500, Map.of()));
        assertThat(proxied.get("one").status()).isEqualTo(200);
        assertThat(write("second").status()).isEqualTo(500);
        assertThat(write("second").status()).isEqualTo(200);
        assertThat(injection.hits()).isEqualTo(1);
    }

    @Test
    void answersWithStatusHeadersAndText() {
        Map<String, String> headers = Map.of("Retry-After", "7", "Content-Type", "application/json");
        try (Injection ignored = proxy.inject(request -> true, Fault.answer(429, headers, "{\"code\":429}"))) {
            Reply reply = proxied.get("one");
            assertThat(reply.status()).isEqualTo(429);
            assertThat(reply.headers().firstValue("Retry-After")).hasValue("7");
            assertThat(reply.json().get("code").getAsInt()).isEqualTo(429);
        }
        assertThat(proxied.get("one").status()).isEqualTo(200);
    }

    @Test
    void delaysARequest() {
        proxy.injectOnce(ProxiedRequest::isWrite, Fault.delay(Duration.ofMillis(300)));
        long start = System.nanoTime();
        assertThat(write("second").status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void droppedRequestNeverReachesTheServer() {
        proxy.injectOnce(ProxiedRequest::isWrite, Fault.dropRequest());
        assertThatThrownBy(() -> impatient.put("one", heldBy("second"))).hasCauseInstanceOf(HttpTimeoutException.class);
        assertThat(holder()).isEqualTo("first");
    }

    @Test
    void droppedAnswerHidesAWriteThatTookEffect() {
        proxy.injectOnce(ProxiedRequest::isWrite, Fault.dropAnswer());
        assertThatThrownBy(() -> impatient.put("one", heldBy("second"))).hasCauseInstanceOf(HttpTimeoutException.class);
        Awaiting.until("the write", SOON, () -> holder().equals("second"));
    }

    @Test
    void connectionIsCutBeforeTheServerSeesTheRequest() {
        proxy.injectOnce(ProxiedRequest::isWrite, Fault.cutBeforeRequest());
        assertThatThrownBy(() -> write("second")).hasCauseInstanceOf(IOException.class);
        assertThat(holder()).isEqualTo("first");
    }

    @Test
    void connectionIsCutAfterTheWriteTookEffect() {
        proxy.injectOnce(ProxiedRequest::isWrite, Fault.cutBeforeAnswer());
        assertThatThrownBy(() -> write("second")).hasCauseInstanceOf(IOException.class);
        assertThat(holder()).isEqualTo("second");
    }

    @Test
    void heldWriteArrivesAfterANewerOneAndLoses() throws Exception {
        HeldRequests held = new HeldRequests();
        proxy.injectOnce(ProxiedRequest::isWrite, held);
        AsyncReply old = AsyncReply.of(() -> write("old"));
        held.awaitCaught(SOON);
        direct.put("one", heldBy("newer")).ok();
        assertThat(old.isDone()).isFalse();
        held.release();
        assertThat(old.get(SOON).status()).isEqualTo(409);
        assertThat(holder()).isEqualTo("newer");
    }

    @Test
    void watchStreamsEventsAndStallsWhileTheValveIsShut() throws Exception {
        Valve valve = new Valve();
        proxy.injectOnce(ProxiedRequest::isWatch, Fault.answerThrough(valve));
        try (WatchLines watch = WatchLines.open(server, proxy.url(), direct.collection())) {
            assertThat(watch.next(SOON)).contains("\"ADDED\"");
            write("second").ok();
            assertThat(watch.next(SOON)).contains("\"MODIFIED\"").contains("second");
            valve.shut();
            direct.delete("one").ok();
            assertThat(watch.isSilentFor(Duration.ofMillis(300))).isTrue();
            valve.open();
            assertThat(watch.next(SOON)).contains("\"DELETED\"");
        }
    }

    @Test
    void watchEndsWithAnotherTextInsteadOfAChosenEvent() throws Exception {
        proxy.injectOnce(ProxiedRequest::isWatch, Fault.answerUntil(piece -> piece.contains("third"), "the last\n"));
        try (WatchLines watch = WatchLines.open(server, proxy.url(), direct.collection())) {
            assertThat(watch.next(SOON)).contains("\"ADDED\"");
            direct.patch("one", "{\"spec\":{\"holderIdentity\":\"second\"}}").ok();
            assertThat(watch.next(SOON)).contains("second");
            direct.patch("one", "{\"spec\":{\"holderIdentity\":\"third\"}}").ok();
            assertThat(watch.next(SOON)).isEqualTo("the last");
            assertThat(watch.next(SOON)).isEqualTo(WatchLines.END);
        }
    }

    @Test
    void resetEndsAWatch() throws Exception {
        try (WatchLines watch = WatchLines.open(server, proxy.url(), direct.collection())) {
            assertThat(watch.next(SOON)).contains("\"ADDED\"");
            proxy.network().resetConnections();
            assertThat(watch.next(SOON)).isEqualTo(WatchLines.END);
        }
    }

    @Test
    void networkBeforeTheProxyCanBeCut() {
        proxy.network().cutBothWays();
        assertThatThrownBy(() -> impatient.get("one")).hasCauseInstanceOf(HttpTimeoutException.class);
        proxy.network().heal();
        assertThat(proxied.get("one").status()).isEqualTo(200);
    }

    private Reply write(String holder) {
        return proxied.put("one", heldBy(holder));
    }

    private JsonObject heldBy(String holder) {
        JsonObject changed = lease.deepCopy();
        changed.getAsJsonObject("spec").addProperty("holderIdentity", holder);
        return changed;
    }

    private String holder() {
        JsonObject spec = direct.get("one").ok().json().getAsJsonObject("spec");
        return spec.get("holderIdentity").getAsString();
    }
}
