package io.leaderelection.sample;

import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.PendingAnswer;
import io.leaderelection.lock.Request;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.WatchListener;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store that can be cut off: it is closed then, as by a broken connection, and opened anew when it is mended. An
 * operating system would keep the lock of a process that merely does not answer, and nobody could ever take over.
 */
class WiredStore implements LeaseStore {

    private static final StoreFailure CUT = new StoreFailure(StoreFailure.Kind.UNREACHABLE, "cut off from the store");

    private final Supplier<LeaseStore> opening;
    private final Executor requests;
    private final String description;
    private final String kind;
    private final String unreleased;
    private final boolean rehearses;

    /** Guarded by this, as all that follows. */
    private @Nullable LeaseStore store;

    private @Nullable WatchListener listener;
    private @Nullable Request watch;

    WiredStore(Supplier<LeaseStore> opening, Executor requests) {
        this.opening = opening;
        this.requests = requests;
        LeaseStore first = opening.get();
        this.store = first;
        this.description = first.describe();
        this.kind = first.kind();
        this.unreleased = first.unreleased();
        this.rehearses = first.canRehearse();
    }

    synchronized void cut() {
        if (store != null) {
            endWatch();
            store.close();
            store = null;
            if (listener != null) {
                listener.down(CUT);
            }
        }
    }

    synchronized void mend() {
        if (store == null) {
            store = opening.get();
            if (listener != null) {
                watch = store.watch(listener);
            }
        }
    }

    @Override
    public Request read(Duration timeout, Consumer<Answer> answer) {
        return ask(timeout, answer, reached -> reached.read(timeout, answer));
    }

    @Override
    public Request create(LeaseRecord record, Duration timeout, Consumer<Answer> answer) {
        return ask(timeout, answer, reached -> reached.create(record, timeout, answer));
    }

    @Override
    public Request replace(StoredLease expected, LeaseRecord record, Duration timeout, Consumer<Answer> answer) {
        return ask(timeout, answer, reached -> reached.replace(expected, record, timeout, answer));
    }

    @Override
    public boolean canRehearse() {
        return rehearses;
    }

    @Override
    public Request rehearse(StoredLease lease, Duration timeout, Consumer<Answer> answer) {
        return ask(timeout, answer, reached -> reached.rehearse(lease, timeout, answer));
    }

    private synchronized Request ask(
            Duration timeout, Consumer<Answer> answer, Function<LeaseStore, Request> question) {
        if (store != null) {
            return question.apply(store);
        }
        PendingAnswer failing = new PendingAnswer(timeout, answer);
        failing.giveBy(requests, () -> CUT);
        return failing;
    }

    @Override
    public synchronized Request watch(WatchListener news) {
        listener = news;
        if (store == null) {
            news.down(CUT);
        } else {
            watch = store.watch(news);
        }
        return this::forgetWatch;
    }

    private synchronized void forgetWatch() {
        listener = null;
        endWatch();
    }

    private void endWatch() {
        if (watch != null) {
            watch.cancel();
            watch = null;
        }
    }

    @Override
    public synchronized void letExpire() {
        if (store != null) {
            store.letExpire();
        }
    }

    @Override
    public String describe() {
        return description;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public String unreleased() {
        return unreleased;
    }

    @Override
    public synchronized void close() {
        if (store != null) {
            store.close();
        }
    }
}
