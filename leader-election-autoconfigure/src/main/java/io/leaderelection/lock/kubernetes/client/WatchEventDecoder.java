package io.leaderelection.lock.kubernetes.client;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.kubernetes.client.ResourceWatch.Refused;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What lists and streams tell about one object, told on to a listener; remembers how far it has got. */
public final class WatchEventDecoder {

    /** Hears of one object, on the thread of the watch. */
    public interface Listener {

        /** The object is so. It has a uid and a version. */
        void changed(JsonObject object);

        /** The object was deleted; this was its last state, with the version of the deletion. */
        void deleted(JsonObject last);

        /**
         * A list has no such object.
         *
         * @param revision version of the list
         */
        void missing(String revision);

        /** The watch works from now on. */
        void live();

        /** The watch does not work for now; told again with each attempt that fails. */
        void down(StoreFailure failure);
    }

    private final Resource resource;
    private final ApiFailures apiFailures;
    private final Listener listener;
    private final Duration flood;
    private final LineBudget lines;

    private @Nullable String revision;

    /**
     * @param flood time within which a thousand lines may come
     */
    WatchEventDecoder(Resource resource, ApiFailures apiFailures, Listener listener, Duration flood) {
        this.resource = resource;
        this.apiFailures = apiFailures;
        this.listener = listener;
        this.flood = flood;
        this.lines = new LineBudget(flood, System.nanoTime());
    }

    /** The version up to which everything is known, or null if that must be asked for by a list. */
    @Nullable
    String revision() {
        return revision;
    }

    void forgetRevision() {
        revision = null;
    }

    /** Understands a list and answers its version. */
    String listed(HttpReply reply) throws Refused {
        JsonObject list = reply.body();
        String listed = list == null ? null : revisionOf(list);
        if (list == null || listed == null || listed.isEmpty()) {
            throw new Refused(apiFailures.unreadable("list", reply));
        }
        JsonObject object = find(Json.array(list, "items"));
        if (object != null) {
            listener.changed(object);
        } else {
            listener.missing(listed);
        }
        revision = listed;
        return listed;
    }

    /**
     * Tells what the stream brings, until it ends, becomes a flood, or the server says that news are missing in it.
     */
    void follow(WatchStream stream, WatchConnection connection) throws IOException, Refused {
        String line = stream.next();
        while (line != null && !connection.isCancelled()) {
            if (!lines.take(System.nanoTime())) {
                throw new Refused(apiFailures.flooded(LineBudget.MOST, flood));
            }
            understand(line);
            line = revision == null ? null : stream.next();
        }
    }

    private void understand(String line) throws Refused {
        JsonObject event = Json.parse(line);
        if (event == null) {
            throw new Refused(apiFailures.unreadableEvent(line.length()));
        }
        JsonObject object = Json.object(event, "object");
        String type = String.valueOf(Json.text(event, "type"));
        switch (type) {
            case "ADDED", "MODIFIED", "DELETED" -> happened(type, object, line.length());
            case "BOOKMARK" -> reached(revisionOf(object));
            case "ERROR" -> brokenOff(ApiStatus.of(object));
            default -> {} // an event of a later version of the API
        }
    }

    private void happened(String type, JsonObject object, int length) throws Refused {
        if (!isObject(object)) {
            throw new Refused(apiFailures.unreadableEvent(length));
        }
        if (isNamed(object)) {
            if (type.equals("DELETED")) {
                listener.deleted(object);
            } else {
                listener.changed(object);
            }
        }
        reached(revisionOf(object));
    }

    private void brokenOff(ApiStatus status) throws Refused {
        if (status.code() != HttpURLConnection.HTTP_GONE) {
            throw new Refused(apiFailures.brokenOff(status));
        }
        forgetRevision();
    }

    private void reached(@Nullable String to) {
        revision = to == null || to.isEmpty() ? revision : to;
    }

    private @Nullable JsonObject find(Iterable<JsonElement> items) {
        for (JsonElement item : items) {
            if (item instanceof JsonObject object && isObject(object) && isNamed(object)) {
                return object;
            }
        }
        return null;
    }

    private boolean isNamed(JsonObject object) {
        return resource.name().equals(Json.text(Json.object(object, "metadata"), "name"));
    }

    /** Whether it has what every stored object has. */
    private static boolean isObject(JsonObject object) {
        String uid = Json.text(Json.object(object, "metadata"), "uid");
        String revision = revisionOf(object);
        return uid != null && !uid.isEmpty() && revision != null && !revision.isEmpty();
    }

    private static @Nullable String revisionOf(JsonObject object) {
        return Json.text(Json.object(object, "metadata"), "resourceVersion");
    }
}
