package io.leaderelection.elector;

import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.Request;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.WatchListener;
import java.time.Duration;
import java.util.function.Consumer;

/** A store with a bug: it throws at every request. */
final class BrokenStore implements LeaseStore {

    @Override
    public Request read(Duration timeout, Consumer<Answer> answer) {
        throw new IllegalStateException("bug");
    }

    @Override
    public Request create(LeaseRecord record, Duration timeout, Consumer<Answer> answer) {
        throw new IllegalStateException("bug");
    }

    @Override
    public Request replace(StoredLease expected, LeaseRecord record, Duration timeout, Consumer<Answer> answer) {
        throw new IllegalStateException("bug");
    }

    @Override
    public Request watch(WatchListener news) {
        return () -> {};
    }

    @Override
    public String describe() {
        return "a broken store";
    }

    @Override
    public void close() {}
}
