package io.leaderelection.elector;

import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.Request;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Trouble;
import io.leaderelection.lock.Version;
import io.leaderelection.lock.WatchListener;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Feeds an elector with the news of its store's watch, on the elector's thread. Opened anew as often as the elector
 * wants; what an earlier watch still has to tell is dropped. Belongs to the elector's thread.
 */
final class WatchFeed {

    private final LeaseStore store;
    private final Timers timers;
    private final Consumer<Input> elector;
    private @Nullable Request watch;
    private long opened;

    WatchFeed(LeaseStore store, Timers timers, Consumer<Input> elector) {
        this.store = store;
        this.timers = timers;
        this.elector = elector;
    }

    void open() {
        close();
        watch = store.watch(new News(opened));
    }

    void close() {
        opened++;
        if (watch != null) {
            watch.cancel();
            watch = null;
        }
    }

    /** The news of one watch. */
    private final class News implements WatchListener {

        private final long number;

        News(long number) {
            this.number = number;
        }

        @Override
        public void changed(StoredLease lease) {
            tell(new Input.News(lease));
        }

        @Override
        public void deleted(Version version) {
            tell(new Input.Deleted(version));
        }

        @Override
        public void live() {
            tell(new Input.WatchLive());
        }

        @Override
        public void down(Trouble trouble) {
            tell(new Input.WatchDown(trouble));
        }

        @Override
        public void died(String process) {
            tell(new Input.Obituary(process));
        }

        private void tell(Input news) {
            timers.execute(() -> {
                if (number == opened) {
                    elector.accept(news);
                }
            });
        }
    }
}
