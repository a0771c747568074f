package io.leaderelection.lock.kubernetes;

import io.leaderelection.lock.RecordedNews;
import io.leaderelection.lock.Reply;
import io.leaderelection.lock.Request;
import io.leaderelection.lock.Version;
import io.leaderelection.lock.kubernetes.client.Json;
import io.leaderelection.lock.kubernetes.client.LeaseApi;
import io.leaderelection.lock.kubernetes.client.LeaseApiStub;
import io.leaderelection.lock.kubernetes.client.TestTimings;
import io.leaderelection.lock.kubernetes.client.WatchTimings;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;

/** What tests of watches over real HTTP share: the server, the client, one watch, and what that one has told. */
public abstract class StubbedWatchTests {

    protected static final Duration PATIENCE = Reply.PATIENCE;

    protected final LeaseApiStub stub = new LeaseApiStub();
    protected final RecordedNews news = new RecordedNews();

    /** The client; its watches come back within milliseconds. */
    protected LeaseApi api;

    /** The test's watch, once begun. */
    protected Request watch = () -> {};

    private final ExecutorService executor = Executors.newFixedThreadPool(1);

    protected StubbedWatchTests() {
        api = TestTimings.api(stub.client(), executor);
    }

    @AfterEach
    final void stop() {
        watch.cancel();
        api.close();
        executor.shutdownNow();
        stub.close();
        news.check();
    }

    /** Has watches come back at another pace, from now. */
    protected final void use(WatchTimings timings) {
        api.close();
        api = TestTimings.api(stub.client(), executor, timings);
    }

    /** Waits until the lease has been told as the server has it now, and returns that version. */
    protected final Version toldLast() {
        String revision = Json.text(Json.object(stub.lease("shop", "billing"), "metadata"), "resourceVersion");
        int at = news.await(
                item -> item instanceof RecordedNews.Changed changed
                        && changed.version().revision().equals(revision),
                0,
                PATIENCE);
        return ((RecordedNews.Changed) news.items().get(at)).version();
    }
}
