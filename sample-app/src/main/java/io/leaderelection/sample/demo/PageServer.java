package io.leaderelection.sample.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/** Serves the control room's page on a free port of this machine, to nobody else. */
final class PageServer implements AutoCloseable {

    private static final Map<String, String> FILES = Map.of(
            "/", "room.html",
            "/room.css", "room.css",
            "/room.js", "room.js",
            "/axis.js", "axis.js",
            "/icon.svg", "icon.svg");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final HttpServer server;
    private final Guard guard;
    private final Controls controls;
    private final Stream stream;
    private final ExecutorService threads = Executors.newCachedThreadPool(PageServer::thread);

    PageServer(Room room) throws IOException {
        // a button's effect must not wait for a full packet
        System.setProperty("sun.net.httpserver.nodelay", "true");
        JsonMapper json = new JsonMapper();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        guard = new Guard(server.getAddress().getPort());
        controls = new Controls(room, json);
        stream = new Stream(room, json);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
    }

    void start() {
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:%s/".formatted(server.getAddress().getPort()));
    }

    /** Whether only this machine can reach it. */
    boolean isLocal() {
        return server.getAddress().getAddress().isLoopbackAddress();
    }

    @Override
    public void close() {
        controls.stopTour();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange request) throws IOException {
        try (request) {
            String path = request.getRequestURI().getPath();
            if (!guard.admits(request)) {
                send(request, 403, "text/plain", "Only the control room's own page may ask this.\n");
            } else if (request.getRequestMethod().equals("POST")) {
                Controls.Reply reply = controls.press(path);
                send(request, reply.status(), "text/plain; charset=utf-8", reply.text());
            } else if (path.equals("/stream")) {
                stream.serve(request);
            } else if (path.equals("/buttons")) {
                send(request, 200, "application/json", controls.describe());
            } else {
                sendFile(request, path);
            }
        }
    }

    private void sendFile(HttpExchange request, String path) throws IOException {
        String file = FILES.get(path);
        if (file == null) {
            send(request, 404, "text/plain", "There is no such page.\n");
            return;
        }
        String type = Objects.requireNonNull(TYPES.get(file.substring(file.lastIndexOf('.') + 1)));
        send(request, 200, type, read(file).replace("{{token}}", guard.token()));
    }

    private static String read(String file) {
        try (InputStream content = PageServer.class.getResourceAsStream(file)) {
            return new String(Objects.requireNonNull(content, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void send(HttpExchange request, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        protect(request);
        request.getResponseHeaders().set("Content-Type", type);
        request.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = request.getResponseBody()) {
            out.write(body);
        }
    }

    /** No other site may frame the page, guess at its content, or keep it. */
    static void protect(HttpExchange request) {
        request.getResponseHeaders().set("Content-Security-Policy", POLICY);
        request.getResponseHeaders().set("Cross-Origin-Resource-Policy", "same-origin");
        request.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        request.getResponseHeaders().set("Referrer-Policy", "no-referrer");
        request.getResponseHeaders().set("Cache-Control", "no-store");
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "page");
        thread.setDaemon(true);
        return thread;
    }
}
