package io.leaderelection.it.apiserver;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.leaderelection.test.apiserver.RawApi;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Every state of one Lease from now on, as the server's own watch tells it: a witness beside the electors. */
public final class LeaseHistory implements AutoCloseable {

    /**
     * One state.
     *
     * @param nanos when this JVM learned it, by {@link System#nanoTime}
     * @param type {@code ADDED}, {@code MODIFIED}, {@code DELETED} or {@code ERROR}
     * @param lease the Lease, for {@code ERROR} the server's status
     */
    public record Entry(long nanos, String type, JsonObject lease) {

        /** The holder, empty if there is none. */
        public String holder() {
            JsonObject spec = lease.has("spec") ? lease.getAsJsonObject("spec") : new JsonObject();
            return spec.has("holderIdentity") ? spec.get("holderIdentity").getAsString() : "";
        }
    }

    private final InputStream watch;
    private final List<Entry> entries = new ArrayList<>();

    private LeaseHistory(InputStream watch) {
        this.watch = watch;
        Thread reader = new Thread(this::read, "lease-history");
        reader.setDaemon(true);
        reader.start();
    }

    /** Begins with the Lease's present state, if it exists; nothing later is missed. */
    static LeaseHistory of(RawApi api, String collection, String name) {
        return new LeaseHistory(
                api.stream(collection + "?watch=true&timeoutSeconds=3600&fieldSelector=metadata.name%3D" + name));
    }

    /** Returns all states so far, in order. */
    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** Waits until a state, past or coming, matches and returns the first that does. */
    public synchronized Entry await(Predicate<Entry> condition, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        for (int next = 0; ; next++) {
            while (next == entries.size()) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new AssertionError("no such state within " + timeout + " among " + entries);
                }
                wait(left);
            }
            if (condition.test(entries.get(next))) {
                return entries.get(next);
            }
        }
    }

    @Override
    public void close() {
        try {
            watch.close();
        } catch (IOException failure) {
            // it has ended already
        }
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(watch, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                long now = System.nanoTime();
                JsonObject event = JsonParser.parseString(line).getAsJsonObject();
                add(new Entry(now, event.get("type").getAsString(), event.getAsJsonObject("object")));
            }
        } catch (IOException failure) {
            // closed, or the server is gone: the history ends here
        }
    }

    private synchronized void add(Entry entry) {
        entries.add(entry);
        notifyAll();
    }
}
