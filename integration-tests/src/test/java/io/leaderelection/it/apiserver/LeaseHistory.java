package io.leaderelection.it.apiserver;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.leaderelection.test.apiserver.RawApi;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Every state of one Lease from now on, as the server's own watch tells it: a witness beside the electors.
 *
 * <p>A watch that ends, as it does when the server is restarted, is opened again where it ended. If the server has
 * forgotten what happened since, the history goes on with the Lease as it then is.
 */
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
            return inSpec("holderIdentity");
        }

        /** When it was renewed, as the holder has written it; empty if there is no such time. */
        public String renewTime() {
            return inSpec("renewTime");
        }

        /** When it was sent by its writer, by {@link System#nanoTime}: from the wall time that it carries. */
        public long sent() {
            return nanoTimeOf(Instant.parse(renewTime()));
        }

        private String inSpec(String field) {
            JsonObject spec = lease.has("spec") ? lease.getAsJsonObject("spec") : new JsonObject();
            return spec.has(field) ? spec.get(field).getAsString() : "";
        }
    }

    private final RawApi api;
    private final String path;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Entry> entries = new ArrayList<>();
    private volatile InputStream watch;

    /** Up to where everything is known; empty if the Lease as it is must be told first. */
    private String version = "";

    private LeaseHistory(RawApi api, String path) {
        this.api = api;
        this.path = path;
        this.watch = api.stream(path);
        Thread reader = new Thread(this::read, "lease-history");
        reader.setDaemon(true);
        reader.start();
    }

    /** When this was by {@link System#nanoTime}, if the wall clock has not been stepped since. */
    public static long nanoTimeOf(Instant wallTime) {
        return System.nanoTime() - Duration.between(wallTime, Instant.now()).toNanos();
    }

    /** Begins with the Lease's present state, if it exists; nothing later is missed. */
    static LeaseHistory of(RawApi api, String collection, String name) {
        return new LeaseHistory(
                api, collection + "?watch=true&timeoutSeconds=3600&fieldSelector=metadata.name%3D" + name);
    }

    /** Returns all states so far, in order. */
    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** The holders, empty where there was none, in the states after so many. */
    public List<String> holdersSince(int states) {
        List<Entry> all = entries();
        return all.subList(states, all.size()).stream().map(Entry::holder).toList();
    }

    /** How often the Lease was taken, renewed or given back so far: what else was changed does not count. */
    public long renewals() {
        return entries().stream()
                .map(Entry::renewTime)
                .filter(time -> !time.isEmpty())
                .distinct()
                .count();
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
        closed.countDown();
        endWatch();
    }

    private void read() {
        while (!isClosed()) {
            follow();
            reopen();
        }
    }

    private void follow() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(watch, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                long now = System.nanoTime();
                JsonObject event = JsonParser.parseString(line).getAsJsonObject();
                String type = event.get("type").getAsString();
                JsonObject object = event.getAsJsonObject("object");
                version = type.equals("ERROR")
                        ? ""
                        : object.getAsJsonObject("metadata")
                                .get("resourceVersion")
                                .getAsString();
                add(new Entry(now, type, object));
            }
        } catch (IOException failure) {
            // closed, or the server is gone
        }
    }

    /** Opens the watch again as soon as there is a server that allows it. */
    private void reopen() {
        try {
            while (!closed.await(50, TimeUnit.MILLISECONDS)) {
                if (isOpenedAgain()) {
                    return;
                }
            }
        } catch (InterruptedException interrupted) {
            closed.countDown();
        }
    }

    private boolean isOpenedAgain() {
        try {
            watch = api.stream(version.isEmpty() ? path : path + "&resourceVersion=" + version);
        } catch (UncheckedIOException notYet) {
            return false;
        } catch (IllegalStateException refused) {
            version = ""; // perhaps too old by now
            return false;
        }
        if (isClosed()) {
            endWatch();
        }
        return true;
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void endWatch() {
        try {
            watch.close();
        } catch (IOException failure) {
            // it has ended already
        }
    }

    private synchronized void add(Entry entry) {
        entries.add(entry);
        notifyAll();
    }
}
