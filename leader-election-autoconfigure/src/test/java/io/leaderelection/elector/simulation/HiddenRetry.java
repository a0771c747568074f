package io.leaderelection.elector.simulation;

import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.Request;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.WatchListener;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * The store as an HTTP client with the usual ten seconds' patience presents it: it does not listen to the caller's
 * timeout or cancellation, sends a failed request a second time by itself, and does one thing after the other.
 */
final class HiddenRetry implements LeaseStore {

    private interface Attempt {
        void send(Duration timeout, Consumer<Answer> answer);
    }

    private final LeaseStore store;
    private final Duration patience;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;

    HiddenRetry(LeaseStore store, SimProcess process) {
        this.store = store;
        this.patience = process.world().schedule().timings().renewDeadline();
    }

    @Override
    public Request read(Duration timeout, Consumer<Answer> answer) {
        return ask(store::read, answer);
    }

    @Override
    public Request create(LeaseRecord record, Duration timeout, Consumer<Answer> answer) {
        return ask((patient, receiver) -> store.create(record, patient, receiver), answer);
    }

    @Override
    public Request replace(StoredLease expected, LeaseRecord record, Duration timeout, Consumer<Answer> answer) {
        return ask((patient, receiver) -> store.replace(expected, record, patient, receiver), answer);
    }

    private Request ask(Attempt attempt, Consumer<Answer> receiver) {
        waiting.add(() -> attempt.send(patience, first -> {
            if (first instanceof StoreFailure) {
                attempt.send(patience, second -> done(second, receiver));
            } else {
                done(first, receiver);
            }
        }));
        next();
        return () -> {};
    }

    private void done(Answer answer, Consumer<Answer> receiver) {
        busy = false;
        receiver.accept(answer);
        next();
    }

    private void next() {
        if (!busy && !waiting.isEmpty()) {
            busy = true;
            waiting.remove().run();
        }
    }

    @Override
    public Request watch(WatchListener news) {
        return store.watch(news);
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
