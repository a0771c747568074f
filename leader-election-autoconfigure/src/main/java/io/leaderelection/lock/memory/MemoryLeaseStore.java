package io.leaderelection.lock.memory;

import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.PendingAnswer;
import io.leaderelection.lock.Request;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.WatchListener;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One elector's view of one lease in a {@link MemoryLeases} space: for tests, and for electors that share a JVM. It
 * protects against nothing outside of this JVM.
 */
public final class MemoryLeaseStore implements LeaseStore {

    private final MemoryLeases leases;
    private final String name;
    private final Executor executor;
    private final Set<MemoryWatch> watches = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Opens a view.
     *
     * @param leases the space that the electors share
     * @param name name of the lease
     * @param executor does the work and gives the answers; it must not run tasks in the thread that hands them in
     */
    public MemoryLeaseStore(MemoryLeases leases, String name, Executor executor) {
        this.leases = leases;
        this.name = name;
        this.executor = executor;
    }

    @Override
    public Request read(Duration timeout, Consumer<Answer> answer) {
        return ask(timeout, answer, () -> leases.read(name));
    }

    @Override
    public Request create(LeaseRecord record, Duration timeout, Consumer<Answer> answer) {
        return ask(timeout, answer, () -> leases.create(name, record));
    }

    @Override
    public Request replace(StoredLease expected, LeaseRecord record, Duration timeout, Consumer<Answer> answer) {
        return ask(timeout, answer, () -> leases.replace(name, expected.version(), record));
    }

    @Override
    public Request watch(WatchListener news) {
        MemoryWatch watch = new MemoryWatch(leases, name, executor, news);
        watches.add(watch);
        watch.start();
        return () -> {
            watch.cancel();
            watches.remove(watch);
        };
    }

    @Override
    public String kind() {
        return "memory";
    }

    @Override
    public String describe() {
        return "lease '%s' in memory".formatted(name);
    }

    @Override
    public void close() {
        closed = true;
        watches.forEach(MemoryWatch::cancel);
        watches.clear();
    }

    private Request ask(Duration timeout, Consumer<Answer> receiver, Supplier<Answer> work) {
        PendingAnswer pending = new PendingAnswer(timeout, receiver);
        pending.giveBy(executor, () -> closed ? closedFailure() : work.get());
        return pending;
    }

    private static StoreFailure closedFailure() {
        return new StoreFailure(StoreFailure.Kind.UNREACHABLE, "this store is closed");
    }
}
