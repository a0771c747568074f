package io.leaderelection.it.proxy;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One request on its way through an {@link HttpFaultProxy}: what a fault may do with it. */
public final class Passage {

    // They describe one connection, not the message; the HTTP classes on both sides write their own.
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "transfer-encoding",
            "upgrade");

    private final HttpExchange exchange;
    private final ProxiedRequest request;
    private final HttpClient http;
    private final URI server;
    private final CountDownLatch proxyClosed;

    Passage(HttpExchange exchange, ProxiedRequest request, HttpClient http, URI server, CountDownLatch proxyClosed) {
        this.exchange = exchange;
        this.request = request;
        this.http = http;
        this.server = server;
        this.proxyClosed = proxyClosed;
    }

    /** Sends the request on and gives the client the server's answer. */
    public void forward() throws IOException, InterruptedException {
        deliver(ask(), new Valve());
    }

    /** Sends the request to the server; the body of the answer is still to be read. */
    public HttpResponse<InputStream> ask() throws IOException, InterruptedException {
        HttpRequest.Builder copy = HttpRequest.newBuilder(server.resolve(exchange.getRequestURI()))
                .method(
                        request.method(),
                        request.content().length == 0
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofByteArray(request.content()));
        request.headers().forEach((name, values) -> {
            if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> copy.header(name, value));
            }
        });
        return http.send(copy.build(), BodyHandlers.ofInputStream());
    }

    /** Gives the client an answer as it comes, each piece at once but none while the valve is shut. */
    public void deliver(HttpResponse<InputStream> answer, Valve valve) throws IOException, InterruptedException {
        try (InputStream body = answer.body()) {
            valve.awaitOpen();
            OutputStream out = begin(answer);
            byte[] buffer = new byte[16 * 1024];
            for (int length = body.read(buffer); length >= 0; length = body.read(buffer)) {
                valve.awaitOpen();
                out.write(buffer, 0, length);
                out.flush();
            }
            out.close();
        }
    }

    /** Gives the client an answer as it comes, up to the first piece that is such; that is replaced, and the answer ends. */
    public void deliverUntil(HttpResponse<InputStream> answer, Predicate<String> piece, String instead)
            throws IOException {
        try (InputStream body = answer.body();
                OutputStream out = begin(answer)) {
            byte[] buffer = new byte[16 * 1024];
            for (int length = body.read(buffer); length >= 0; length = body.read(buffer)) {
                if (piece.test(new String(buffer, 0, length, StandardCharsets.UTF_8))) {
                    out.write(instead.getBytes(StandardCharsets.UTF_8));
                    return;
                }
                out.write(buffer, 0, length);
                out.flush();
            }
        }
    }

    private OutputStream begin(HttpResponse<InputStream> answer) throws IOException {
        answer.headers().map().forEach((name, values) -> {
            if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith(":")) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        exchange.sendResponseHeaders(answer.statusCode(), 0);
        OutputStream out = exchange.getResponseBody();
        out.flush();
        return out;
    }

    /** Answers without asking the server. */
    public void answer(int status, Map<String, String> headers, String body) throws IOException {
        headers.forEach(exchange.getResponseHeaders()::set);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    /** Keeps the client waiting until it gives up or the proxy is closed. */
    public void leaveUnanswered() throws InterruptedException {
        proxyClosed.await();
        cut();
    }

    /** Closes the client's connection; without any answer if none has begun. */
    public void cut() {
        exchange.close();
    }

    /** Waits, at most until the proxy is closed. */
    public void pause(Duration duration) throws InterruptedException {
        proxyClosed.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    }
}
