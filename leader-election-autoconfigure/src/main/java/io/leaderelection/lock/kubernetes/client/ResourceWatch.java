package io.leaderelection.lock.kubernetes.client;

import io.leaderelection.lock.Request;
import io.leaderelection.lock.StoreFailure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import org.jspecify.annotations.Nullable;

/**
 * A watch of one object that goes on until it is cancelled: a list tells the object as it is, then a stream tells its
 * changes from that version on. A stream that ends is resumed where it ended; after a failure, or where the server has
 * forgotten that version, the watch begins again with a list.
 *
 * <p>All of it runs on the thread of the watch, except {@link #cancel} and {@link #failures}.
 */
public final class ResourceWatch implements Request, Runnable {

    private final WatchConnection connection;
    private final ApiFailures apiFailures;
    private final WatchTimings timings;
    private final WatchEventDecoder.Listener listener;
    private final WatchEventDecoder news;

    private boolean live;
    private volatile int failures;

    /**
     * @param failures how many watches in its place have failed in a row before it; it waits as one of them would
     */
    public ResourceWatch(LeaseApi api, Resource object, WatchEventDecoder.Listener listener, int failures) {
        this.connection = new WatchConnection(api, object);
        this.apiFailures = new ApiFailures(object, api);
        this.timings = api.timings();
        this.listener = listener;
        this.news = new WatchEventDecoder(object, apiFailures, listener, timings.flood());
        this.failures = failures;
    }

    /** Ends the watch by closing its connection; an interrupt would not end a read. */
    @Override
    public void cancel() {
        connection.cancel();
    }

    /** How many attempts in a row have failed, if the present one ends now: one that lasted has not. Any thread. */
    public int failures() {
        return connection.lastedFor(timings.sound()) ? 0 : failures + 1;
    }

    @Override
    public void run() {
        connection.pause(timings.pause(failures, null));
        while (!connection.isCancelled()) {
            connection.forgetLast();
            StoreFailure failure = followToTheEnd();
            failures = failures();
            if (failure == null && failures > 1) {
                failure = apiFailures.shortLived();
            }
            if (failure != null && !connection.isCancelled()) {
                interrupted(failure);
            }
            connection.pause(timings.pause(failures, failure));
        }
    }

    /** Answers what interrupted the watch, or null if there is just more to follow. */
    private @Nullable StoreFailure followToTheEnd() {
        try {
            String revision = news.revision();
            follow(revision == null ? list() : revision);
            return null;
        } catch (Refused refused) {
            return refused.failure();
        } catch (IOException cut) {
            return isWorthAnotherTry(cut) ? null : apiFailures.failed("watch", cut);
        } catch (Throwable failure) {
            return apiFailures.failed("watch", failure);
        }
    }

    /** A stream that was cut, or a first request that may have met a dead connection; what took its time is told at once. */
    private boolean isWorthAnotherTry(IOException cut) {
        return connection.wasOpened() || failures == 0 && !(cut instanceof InterruptedIOException);
    }

    private String list() throws Exception {
        HttpReply reply = connection.list(timings.listing());
        if (!reply.isSuccess()) {
            throw new Refused(apiFailures.refused("list", reply));
        }
        return news.listed(reply);
    }

    private void follow(String revision) throws Exception {
        try (WatchStream stream = connection.open(revision, timings)) {
            HttpReply refusal = stream.refusal();
            if (refusal == null) {
                begun();
                news.follow(stream, connection);
            } else if (refusal.code() == HttpURLConnection.HTTP_GONE) {
                news.forgetRevision();
            } else {
                throw new Refused(apiFailures.refused("watch", refusal));
            }
        }
    }

    private void begun() {
        if (!live && !connection.isCancelled()) {
            live = true;
            listener.live();
        }
    }

    /** Tells of each attempt that fails: how often that is worth a log line is decided by whoever writes it. */
    private void interrupted(StoreFailure failure) {
        live = false;
        news.forgetRevision();
        try {
            listener.down(failure);
        } catch (Throwable unheard) {
            // Nothing ends this watch but its cancelling.
        }
    }

    /** The server, or its answer, does not allow the watch to go on. */
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1;

        private final transient StoreFailure failure;

        Refused(StoreFailure failure) {
            super(failure.message(), null, false, false);
            this.failure = failure;
        }

        StoreFailure failure() {
            return failure;
        }
    }
}
