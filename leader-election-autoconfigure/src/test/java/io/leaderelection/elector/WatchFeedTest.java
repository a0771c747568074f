package io.leaderelection.elector;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.gate.ManualClock;
import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.Request;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import io.leaderelection.lock.WatchListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What becomes of news that waits for the elector's thread while the watch is opened anew. */
class WatchFeedTest {

    private final VirtualScheduler scheduler = new VirtualScheduler(new ManualClock());
    private final Watched store = new Watched();
    private final List<ElectorEvent> heard = new ArrayList<>();
    private final WatchFeed feed = new WatchFeed(store, scheduler, heard::add, failure -> {}, new Recovery(scheduler));

    @Test
    void whatAnEarlierWatchHasToldOfTheLeaseCounts() {
        StoredLease lease = new PaperLease().says(Records.sealed("b", 1));
        Version deletion = lease.version();
        feed.open();
        store.watches.get(0).changed(lease);
        store.watches.get(0).deleted(deletion);
        feed.open();
        scheduler.settle();

        assertThat(heard).containsExactly(new ElectorEvent.News(lease), new ElectorEvent.Deleted(deletion));
    }

    @Test
    void whatAnEarlierWatchHasToldOfItselfDoesNot() {
        feed.open();
        WatchListener earlier = store.watches.get(0);
        earlier.live();
        earlier.down(new StoreFailure(StoreFailure.Kind.UNREACHABLE, "gone"));
        earlier.died("p-b");
        feed.open();
        store.watches.get(1).live();
        scheduler.settle();

        assertThat(heard).containsExactly(new ElectorEvent.WatchLive());
    }

    /** A store of which nothing but the watches matters. */
    private static final class Watched implements LeaseStore {

        private final List<WatchListener> watches = new ArrayList<>();

        @Override
        public Request read(Duration timeout, Consumer<Answer> answer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Request create(LeaseRecord record, Duration timeout, Consumer<Answer> answer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Request replace(StoredLease expected, LeaseRecord record, Duration timeout, Consumer<Answer> answer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Request watch(WatchListener news) {
            watches.add(news);
            return () -> {};
        }

        @Override
        public String describe() {
            return "a watched lease";
        }

        @Override
        public void close() {}
    }
}
