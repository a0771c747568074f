package io.leaderelection.lock.kubernetes;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.leaderelection.lock.Version;
import io.leaderelection.lock.WatchListener;
import io.leaderelection.lock.kubernetes.LeaseWatch.Refused;
import java.io.IOException;
import java.net.HttpURLConnection;
import org.jspecify.annotations.Nullable;

/** What lists and streams tell about one Lease, told on to a listener; remembers how far it has got. */
final class LeaseNews {

    private final LeaseName name;
    private final Troubles troubles;
    private final WatchListener news;

    private @Nullable String revision;
    private @Nullable KubernetesLease known;

    LeaseNews(LeaseName name, Troubles troubles, WatchListener news) {
        this.name = name;
        this.troubles = troubles;
        this.news = news;
    }

    /** The version up to which everything is known, or null if that must be asked for by a list. */
    @Nullable
    String revision() {
        return revision;
    }

    void forgetRevision() {
        revision = null;
    }

    /** Understands a list and answers its version. A Lease that is not in it any more was deleted before that version. */
    String listed(HttpReply reply) throws Refused {
        JsonObject list = reply.body();
        String listed = list == null ? null : Json.text(Json.object(list, "metadata"), "resourceVersion");
        if (list == null || listed == null || listed.isEmpty()) {
            throw new Refused(troubles.unreadable("list", reply));
        }
        KubernetesLease lease = find(Json.array(list, "items"));
        if (lease != null) {
            changed(lease);
        } else if (known != null) {
            deleted(new Version(known.version().uid(), listed));
        }
        revision = listed;
        return listed;
    }

    /** Tells what the stream brings, until it ends or the server says that news are missing in it. */
    void follow(WatchStream stream, WatchConnection connection) throws IOException, Refused {
        String line = stream.next();
        while (line != null && !connection.isCancelled()) {
            understand(line);
            line = revision == null ? null : stream.next();
        }
    }

    private void understand(String line) throws Refused {
        JsonObject event = Json.parse(line);
        if (event == null) {
            throw new Refused(troubles.unreadableEvent(line.length()));
        }
        JsonObject object = Json.object(event, "object");
        String type = String.valueOf(Json.text(event, "type"));
        switch (type) {
            case "ADDED", "MODIFIED", "DELETED" -> happened(type, object, line.length());
            case "BOOKMARK" -> reached(Json.text(Json.object(object, "metadata"), "resourceVersion"));
            case "ERROR" -> brokenOff(ApiStatus.of(object));
            default -> {} // an event of a later version of the API
        }
    }

    private void happened(String type, JsonObject object, int length) throws Refused {
        KubernetesLease lease = KubernetesLease.of(object);
        if (lease == null) {
            throw new Refused(troubles.unreadableEvent(length));
        }
        if (lease.isNamed(name.name())) {
            if (type.equals("DELETED")) {
                deleted(lease.version());
            } else {
                changed(lease);
            }
        }
        reached(lease.version().revision());
    }

    private void brokenOff(ApiStatus status) throws Refused {
        if (status.code() != HttpURLConnection.HTTP_GONE) {
            throw new Refused(troubles.brokenOff(status));
        }
        forgetRevision();
    }

    private void reached(@Nullable String to) {
        revision = to == null || to.isEmpty() ? revision : to;
    }

    private void changed(KubernetesLease lease) {
        known = lease;
        news.changed(lease);
    }

    private void deleted(Version version) {
        known = null;
        news.deleted(version);
    }

    private @Nullable KubernetesLease find(Iterable<JsonElement> items) {
        for (JsonElement item : items) {
            KubernetesLease lease = KubernetesLease.of(item);
            if (lease != null && lease.isNamed(name.name())) {
                return lease;
            }
        }
        return null;
    }
}
