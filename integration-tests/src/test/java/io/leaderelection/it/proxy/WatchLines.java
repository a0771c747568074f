package io.leaderelection.it.proxy;

import io.leaderelection.test.apiserver.ApiServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The lines of a watch as they come through a proxy. */
final class WatchLines implements AutoCloseable {

    /** Stands for the end of the stream, in order or not. */
    static final String END = "end of the watch";

    private final InputStream body;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private WatchLines(InputStream body) {
        this.body = body;
        Threads.start("watch", this::read);
    }

    static WatchLines open(ApiServer server, URI proxy, String collection) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(proxy.resolve(collection + "?watch=true"))
                .header("Authorization", "Bearer " + server.adminToken())
                .build();
        return new WatchLines(HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofInputStream())
                .body());
    }

    String next(Duration timeout) throws InterruptedException {
        String line = lines.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
        if (line == null) {
            throw new AssertionError("no event within " + timeout);
        }
        return line;
    }

    boolean isSilentFor(Duration duration) throws InterruptedException {
        return lines.poll(duration.toMillis(), TimeUnit.MILLISECONDS) == null;
    }

    @Override
    public void close() throws IOException {
        body.close();
    }

    private void read() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException failure) {
            // the end, too
        }
        lines.add(END);
    }
}
