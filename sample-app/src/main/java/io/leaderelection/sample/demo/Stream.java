package io.leaderelection.sample.demo;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/** Server-sent events: how the room is, several times a second. A page that was cut off is told what it has missed. */
final class Stream {

    private static final long PAUSE_MILLIS = 80;

    private final Room room;
    private final JsonMapper json;

    Stream(Room room, JsonMapper json) {
        this.room = room;
        this.json = json;
    }

    /** Tells until the page is closed, or the room. */
    void serve(HttpExchange request) throws IOException {
        PageServer.protect(request);
        request.getResponseHeaders().set("Content-Type", "text/event-stream");
        request.sendResponseHeaders(200, 0);
        String last = request.getRequestHeaders().getFirst("Last-Event-ID");
        long seen = last == null ? 0 : Long.parseLong(last);
        try (OutputStream out = request.getResponseBody()) {
            while (!room.isClosed()) {
                View view = room.view(seen);
                seen = view.change();
                String event = "id: %d\ndata: %s\n\n".formatted(seen, json.writeValueAsString(view));
                out.write(event.getBytes(StandardCharsets.UTF_8));
                out.flush();
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}
