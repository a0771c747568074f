package io.leaderelection.lock.kubernetes.client;

import io.kubernetes.client.openapi.ApiException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** What a watch is waiting for at the moment, if anything: a list, a stream, or the end of a pause; all can be ended. */
final class WatchConnection {

    private final LeaseApi api;
    private final Resource object;
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private volatile @Nullable Call call;
    private volatile @Nullable Long openedAt;

    WatchConnection(LeaseApi api, Resource object) {
        this.api = api;
        this.object = object;
    }

    HttpReply list(Duration timeout) throws ApiException, IOException {
        try (Response response = send(api.list(api.requests().list(object), timeout))) {
            return HttpReply.read(response);
        }
    }

    /** Opens a stream of what happened after that version. */
    WatchStream open(String revision, WatchTimings timings) throws ApiException, IOException {
        Call watch = api.watch(
                api.requests().watch(object, revision, timings.session()), timings.listing(), timings.silence());
        WatchStream stream = WatchStream.of(send(watch));
        if (stream.refusal() == null) {
            openedAt = System.nanoTime();
        }
        return stream;
    }

    /** Before another attempt. */
    void forgetLast() {
        openedAt = null;
    }

    /** Whether a stream was opened in this attempt. */
    boolean wasOpened() {
        return openedAt != null;
    }

    /** Whether a stream was opened in this attempt and lasted for that long. Any thread. */
    boolean lastedFor(Duration time) {
        Long opened = openedAt;
        return opened != null && System.nanoTime() - opened >= time.toNanos();
    }

    /** Ends whatever goes on, from any thread, and everything to come. */
    void cancel() {
        cancelled.countDown();
        Call current = call;
        if (current != null) {
            current.cancel();
        }
    }

    boolean isCancelled() {
        return cancelled.getCount() == 0;
    }

    /** Waits, unless cancelled. An interrupt is a wish to end, too. */
    void pause(Duration time) {
        try {
            if (cancelled.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException interrupted) {
            cancel();
        }
    }

    private Response send(Call next) throws IOException {
        call = next;
        if (isCancelled()) {
            next.cancel();
        }
        return next.execute();
    }
}
