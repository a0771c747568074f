package io.leaderelection.elector;

import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.Request;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import io.leaderelection.lock.WatchListener;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Feeds an elector with the news of its store's watch, on the elector's thread. Opened anew as often as the elector
 * wants: what an earlier watch has told of the lease still counts, what it told of itself does not. Belongs to the
 * elector's thread.
 */
final class WatchFeed {

    private final LeaseStore store;
    private final Executor thread;
    private final Consumer<ElectorEvent> elector;
    private final Consumer<Throwable> failed;
    private final Recovery recovery;
    private @Nullable Request watch;
    private long opened;

    /** Whether it is to be open, and could not be opened. */
    private boolean owed;

    /**
     * @param thread the elector's
     * @param failed told of a store that throws
     */
    WatchFeed(
            LeaseStore store,
            Executor thread,
            Consumer<ElectorEvent> elector,
            Consumer<Throwable> failed,
            Recovery recovery) {
        this.store = store;
        this.thread = thread;
        this.elector = elector;
        this.failed = failed;
        this.recovery = recovery;
    }

    /** Opens the watch. Where that fails, the elector hears that there is none, and it is tried again later. */
    void open() {
        close();
        News news = new News(opened);
        try {
            watch = store.watch(news);
        } catch (Throwable refused) {
            owed = true;
            recovery.request();
            failed.accept(refused);
            news.down(new StoreFailure(StoreFailure.Kind.UNREADABLE, "The watch could not be opened: " + refused));
        }
    }

    void close() {
        opened++;
        owed = false;
        Request earlier = watch;
        watch = null;
        if (earlier != null) {
            try {
                earlier.cancel();
            } catch (Throwable failure) {
                failed.accept(failure);
            }
        }
    }

    /** Has the elector open the watch that could not be opened, when its pace allows. */
    void catchUp() {
        if (owed) {
            owed = false;
            elector.accept(new ElectorEvent.TimerFired(TimerKind.SILENCE));
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
            thread.execute(() -> elector.accept(new ElectorEvent.News(lease)));
        }

        @Override
        public void deleted(Version version) {
            thread.execute(() -> elector.accept(new ElectorEvent.Deleted(version)));
        }

        @Override
        public void live() {
            notifyElector(new ElectorEvent.WatchLive());
        }

        @Override
        public void down(StoreFailure failure) {
            notifyElector(new ElectorEvent.WatchDown(failure));
        }

        @Override
        public void died(String process) {
            notifyElector(new ElectorEvent.HolderDied(process));
        }

        private void notifyElector(ElectorEvent news) {
            thread.execute(() -> {
                if (number == opened) {
                    elector.accept(news);
                }
            });
        }
    }
}
