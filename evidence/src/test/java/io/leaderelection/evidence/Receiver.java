package io.leaderelection.evidence;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** What the leader writes to: it refuses a fencing token below the highest that it has seen, and takes writes without one. */
final class Receiver implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final List<Write> writes = new ArrayList<>();
    private long highest;

    Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** All writes so far, in order. */
    synchronized List<Write> writes() {
        return List.copyOf(writes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void receive(HttpExchange exchange) throws IOException {
        Map<String, String> query = Arrays.stream(
                        exchange.getRequestURI().getQuery().split("&"))
                .map(pair -> pair.split("="))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        boolean accepted =
                isTaken(query.get("by"), Long.parseLong(query.get("term")), Long.parseLong(query.get("token")));
        exchange.sendResponseHeaders(accepted ? 200 : 409, -1);
        exchange.close();
    }

    private synchronized boolean isTaken(String by, long term, long token) {
        boolean accepted = token == 0 || token >= highest;
        highest = Math.max(highest, token);
        writes.add(new Write(by, term, token, accepted));
        return accepted;
    }
}
