package io.leaderelection.autoconfigure;

import static org.awaitility.Awaitility.await;

import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import io.leaderelection.lock.WatchListener;
import io.leaderelection.lock.memory.MemoryLeaseStore;
import io.leaderelection.lock.memory.MemoryLeases;
import java.util.concurrent.atomic.AtomicInteger;

/** Every write to a lease in memory, watched beside its election: told to a story in the thread of the writer. */
final class LeaseWrites implements WatchListener, AutoCloseable {

    private final MemoryLeaseStore store;
    private final Story story;
    private final AtomicInteger writes = new AtomicInteger();
    private volatile boolean held;

    LeaseWrites(MemoryLeases leases, String name, Story story) {
        this.store = new MemoryLeaseStore(leases, name, Runnable::run);
        this.story = story;
        store.watch(this);
    }

    /** Waits for that many writes from now. */
    void awaitMore(int count) {
        int now = writes.get();
        await().until(() -> writes.get() >= now + count);
    }

    /** Whether the latest write named a holder. */
    boolean isHeld() {
        return held;
    }

    @Override
    public void changed(StoredLease lease) {
        writes.incrementAndGet();
        boolean was = held;
        held = lease.record().isHeld();
        if (was && !held) {
            story.tell("the lease is released");
        }
    }

    @Override
    public void deleted(Version version) {
        held = false;
    }

    @Override
    public void live() {}

    @Override
    public void down(StoreFailure failure) {}

    @Override
    public void died(String process) {}

    @Override
    public void close() {
        store.close();
    }
}
