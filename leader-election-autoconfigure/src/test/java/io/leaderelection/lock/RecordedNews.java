package io.leaderelection.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** Writes down the news of a watch, and lets a test wait for some of it. */
public class RecordedNews implements WatchListener {

    /** One piece of news. */
    public sealed interface Item {}

    /** {@link WatchListener#changed}. */
    public record Changed(LeaseRecord record, Version version) implements Item {}

    /** {@link WatchListener#deleted}. */
    public record Deleted(Version version) implements Item {}

    /** {@link WatchListener#live}. */
    public record Live() implements Item {}

    /** {@link WatchListener#down}. */
    public record Down(StoreFailure failure) implements Item {}

    /** {@link WatchListener#died}. */
    public record Died(String process) implements Item {}

    private final List<Item> items = new ArrayList<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private boolean overlapped;

    @Override
    public void changed(StoredLease lease) {
        add(new Changed(lease.record(), lease.version()));
    }

    @Override
    public void deleted(Version version) {
        add(new Deleted(version));
    }

    @Override
    public void live() {
        add(new Live());
    }

    @Override
    public void down(StoreFailure failure) {
        add(new Down(failure));
    }

    @Override
    public void died(String process) {
        add(new Died(process));
    }

    /** Everything heard so far, in order. */
    public synchronized List<Item> items() {
        return List.copyOf(items);
    }

    /** Whether the lease was told in this version. */
    public boolean hasHeardOf(Version version) {
        return items().stream().anyMatch(isChangeTo(version));
    }

    /** Waits until the lease has been told in this version. */
    public void awaitChange(Version version, Duration patience) {
        await(isChangeTo(version), 0, patience);
    }

    /** Waits until the watch has been called live. */
    public void awaitLive(Duration patience) {
        await(Live.class::isInstance, 0, patience);
    }

    /**
     * Waits for a piece of news among those from this position on.
     *
     * @return its position
     */
    public synchronized int await(Predicate<Item> wanted, int from, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        int next = from;
        while (true) {
            for (; next < items.size(); next++) {
                if (wanted.test(items.get(next))) {
                    return next;
                }
            }
            long left = end - System.nanoTime();
            assertThat(left).as("time left to wait; heard so far: %s", items).isPositive();
            waitFor(left);
        }
    }

    /** Checks the promises that hold for every watch at any time. */
    public synchronized void check() {
        assertThat(overlapped).as("two pieces of news at one time").isFalse();
    }

    /** Matches the lease told in this version. */
    public static Predicate<Item> isChangeTo(Version version) {
        return item -> item instanceof Changed changed && changed.version().equals(version);
    }

    private void add(Item item) {
        boolean alone = busy.compareAndSet(false, true);
        synchronized (this) {
            overlapped |= !alone;
            items.add(item);
            notifyAll();
        }
        busy.compareAndSet(alone, false);
    }

    private void waitFor(long nanos) {
        try {
            wait(nanos / 1_000_000, (int) (nanos % 1_000_000));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
