package io.leaderelection.lock.kubernetes;

import io.leaderelection.lock.RecordedNews;
import io.leaderelection.lock.Reply;
import io.leaderelection.lock.Request;
import io.leaderelection.lock.Version;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;

/** What tests of watches over real HTTP share: the server, the client, one watch, and what that one has told. */
abstract class StubbedWatchTests {

    static final Duration PATIENCE = Reply.PATIENCE;

    final LeaseApiStub stub = new LeaseApiStub();
    final RecordedNews news = new RecordedNews();

    /** The client; its watches come back within milliseconds. */
    LeaseApi api;

    /** The test's watch, once begun. */
    Request watch = () -> {};

    private final ExecutorService executor = Executors.newFixedThreadPool(1);

    StubbedWatchTests() {
        api = TestPace.api(stub.client(), executor);
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
    final void use(WatchPace pace) {
        api.close();
        api = new LeaseApi(stub.client(), executor, pace, PATIENCE, Interceptors.AUTHENTICATION);
    }

    /** Waits until the lease has been told as the server has it now, and returns that version. */
    final Version toldLast() {
        String revision = Json.text(Json.object(stub.lease("shop", "billing"), "metadata"), "resourceVersion");
        int at = news.await(
                item -> item instanceof RecordedNews.Changed changed
                        && changed.version().revision().equals(revision),
                0,
                PATIENCE);
        return ((RecordedNews.Changed) news.items().get(at)).version();
    }
}
