package io.leaderelection.elector;

import io.leaderelection.gate.ClockReading;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.status.StoreStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How an election's store has answered lately. Times are monotonic. Safe for use by any thread. */
final class StoreContact {

    private final LeaseStore store;

    // All that follows is guarded by this.

    /** When the store was last heard of: at the start nothing else is known. */
    private long heardAt;

    private @Nullable Long contactAt;

    /** Whether the latest request had no proper answer. */
    private boolean failing;

    /** Since when the store has refused each read, and each write. */
    private @Nullable Long readsForbidden;

    private @Nullable Long writesForbidden;
    private boolean watching;
    private StoreStatus.@Nullable Failure lastFailure;
    private StoreStatus.@Nullable Failure watchFailure;

    StoreContact(LeaseStore store) {
        this.store = store;
    }

    /** Forgets all but the latest failure, which is kept for people. */
    synchronized void started(ClockReading now) {
        stopped();
        contactAt = null;
        heardAt = now.nanos();
    }

    synchronized void stopped() {
        failing = false;
        readsForbidden = null;
        writesForbidden = null;
        watching = false;
        watchFailure = null;
    }

    /** The store has answered properly. A read that is allowed says nothing of writes, and the other way round. */
    synchronized void answered(boolean write, ClockReading now) {
        heard(now);
        failing = false;
        if (write) {
            writesForbidden = null;
        } else {
            readsForbidden = null;
        }
    }

    synchronized void failed(StoreFailure failure, boolean write, ClockReading now) {
        lastFailure = shown(failure, now);
        failing = true;
        boolean forbidden = failure.kind() == StoreFailure.Kind.FORBIDDEN;
        if (forbidden && write && writesForbidden == null) {
            writesForbidden = now.nanos();
        } else if (forbidden && !write && readsForbidden == null) {
            readsForbidden = now.nanos();
        }
    }

    /** A write would be let through. */
    synchronized void rehearsed() {
        writesForbidden = null;
    }

    /** A write would be refused, perhaps; any other failure is found out by whoever needs the store. */
    synchronized void rehearsalFailed(StoreFailure failure, ClockReading now) {
        if (failure.kind() == StoreFailure.Kind.FORBIDDEN) {
            lastFailure = shown(failure, now);
            writesForbidden = writesForbidden == null ? Long.valueOf(now.nanos()) : writesForbidden;
        }
    }

    /** The watch has told something; that requests fail may be true all the same. */
    synchronized void heard(ClockReading now) {
        contactAt = now.nanos();
        heardAt = now.nanos();
    }

    /** Another instance leads: whether this one may write will be seen when it next has to, or rehearses that. */
    synchronized void othersLead() {
        if (!store.canRehearse()) {
            writesForbidden = null;
        }
    }

    /**
     * @param failure why there is no watch; {@code null} if it works
     */
    synchronized void watch(@Nullable StoreFailure failure, ClockReading now) {
        watching = failure == null;
        watchFailure = failure == null ? null : shown(failure, now);
    }

    synchronized boolean hasWatchFailure() {
        return watchFailure != null;
    }

    /** How the contact is at this moment. */
    StoreStatus status(long nanos) {
        String kind = store.kind();
        String place = store.describe();
        synchronized (this) {
            return new StoreSnapshot(
                    kind,
                    place,
                    watching,
                    contactAt == null ? null : since(contactAt, nanos),
                    since(failing ? heardAt : null, nanos),
                    since(writesForbidden == null ? readsForbidden : writesForbidden, nanos),
                    lastFailure,
                    watchFailure);
        }
    }

    private static StoreStatus.Failure shown(StoreFailure failure, ClockReading now) {
        return new FailureSnapshot(failure.kind(), failure.message(), now.wallTime());
    }

    private static Duration since(@Nullable Long then, long nanos) {
        return then == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, nanos - then));
    }
}
