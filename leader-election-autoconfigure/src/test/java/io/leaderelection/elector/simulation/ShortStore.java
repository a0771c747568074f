package io.leaderelection.elector.simulation;

import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.Request;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.WatchListener;
import java.time.Duration;
import java.util.function.Consumer;

/** A store that throws during a {@link Shortage}: before it has sent a request, or after. */
final class ShortStore implements LeaseStore {

    private final LeaseStore store;
    private final Shortage shortage;

    ShortStore(LeaseStore store, Shortage shortage) {
        this.store = store;
        this.shortage = shortage;
    }

    @Override
    public Request read(Duration timeout, Consumer<Answer> answer) {
        shortage.strike();
        return sent(store.read(timeout, answer));
    }

    @Override
    public Request create(LeaseRecord record, Duration timeout, Consumer<Answer> answer) {
        shortage.strike();
        return sent(store.create(record, timeout, answer));
    }

    @Override
    public Request replace(StoredLease expected, LeaseRecord record, Duration timeout, Consumer<Answer> answer) {
        shortage.strike();
        return sent(store.replace(expected, record, timeout, answer));
    }

    @Override
    public boolean canRehearse() {
        return store.canRehearse();
    }

    @Override
    public Request rehearse(StoredLease lease, Duration timeout, Consumer<Answer> answer) {
        shortage.strike();
        return sent(store.rehearse(lease, timeout, answer));
    }

    @Override
    public Request watch(WatchListener news) {
        shortage.strike();
        Request watch = store.watch(news);
        return () -> {
            watch.cancel();
            shortage.strike();
        };
    }

    private Request sent(Request request) {
        try {
            shortage.strike();
        } catch (RuntimeException | Error refused) {
            if (request instanceof Call call) {
                call.disown();
            }
            throw refused;
        }
        return () -> {
            request.cancel();
            shortage.strike();
        };
    }

    @Override
    public void letExpire() {
        shortage.strike();
        store.letExpire();
    }

    @Override
    public String unreleased() {
        shortage.strike();
        return store.unreleased();
    }

    @Override
    public String describe() {
        return store.describe();
    }

    @Override
    public void close() {
        store.close();
    }
}
