package io.leaderelection.lock.file;

import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.PendingAnswer;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.Version;
import java.io.IOException;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writing side of one store: compares and replaces the record under the writer's lock, and has the holder's lock
 * exactly as long as the record is one that this store wrote and that names a holder.
 */
final class LeaseWriter {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseWriter.class);

    private static final long PATIENCE_OF_CLOSE = TimeUnit.MILLISECONDS.toNanos(200);

    private static final Answer CONFLICT = new Answer.Conflict();

    private final LeaseFiles files;

    /** Guarded by this. */
    private @Nullable LockFile lock;

    /** The version of the record under which we have the holder's lock; changed in the lock's monitor only. */
    private volatile @Nullable Version held;

    /** Whether the last term has ended, and the lease was not asked for since. */
    private volatile boolean over;

    private volatile boolean closed;

    LeaseWriter(LeaseFiles files) {
        this.files = files;
    }

    /**
     * Writes the record if the lease is in the expected state. A record without a holder gives the holder's lock back,
     * even if the write fails: a releasing holder has ended its work, and the record expires.
     *
     * @param expected the expected version, absent if there must be no lease
     * @param end when the time for it is over, in terms of {@link System#nanoTime}
     */
    Answer write(@Nullable Version expected, LeaseRecord record, PendingAnswer pending, long end) throws IOException {
        LockFile current = lock();
        if (!current.enter(end - System.nanoTime())) {
            return new StoreFailure(
                    StoreFailure.Kind.TIMEOUT,
                    "somebody else has been writing to " + files.record() + " all the time, a stopped process perhaps");
        }
        try {
            return current.isCurrent() ? writeAlone(current, expected, record, pending) : lost(current);
        } finally {
            if (!record.isHeld()) {
                giveUp(current);
            }
            if (closed) {
                dispose();
            }
            current.exit();
            letGoIfOver();
        }
    }

    /** A write is asked for, whenever it will be done: what names a holder begins a term or goes on with it. */
    void isAskedFor(LeaseRecord record) {
        if (record.isHeld()) {
            over = false;
        }
    }

    /** Gives the holder's lock back, or has a write that is under way do so when it ends. */
    void letExpire() {
        over = true;
        letGoIfOver();
    }

    /** Does what {@link #letExpire} could not do while others had the monitor. That takes no file descriptor. */
    void letGoIfOver() {
        LockFile current = opened();
        if (over && held != null && current != null && current.enterMonitor(0)) {
            if (over) {
                giveUp(current);
            }
            current.exitMonitor();
        }
    }

    /** Gives the holder's lock back if the record, as it was just read, is no longer the one it belongs to. */
    void compare(@Nullable FileLease read) throws IOException {
        LockFile current = opened();
        if (current == null || belongsTo(read, held) || !current.enterMonitor(0)) {
            return;
        }
        try {
            if (held != null && !belongsTo(files.lease(), held)) {
                giveUp(current);
            }
        } finally {
            current.exitMonitor();
        }
    }

    /** Whether nobody has the holder's lock on the lock file of this identity, right now. */
    boolean isFree(String identity) throws IOException {
        LockFile current = lock();
        return current.identity().equals(identity) && current.isFree();
    }

    /** Gives everything up, at the latest when a write that is under way has ended. */
    void close() {
        closed = true;
        LockFile current = opened();
        if (current != null && current.enterMonitor(PATIENCE_OF_CLOSE)) {
            dispose();
            current.exitMonitor();
        }
    }

    private Answer writeAlone(LockFile current, @Nullable Version expected, LeaseRecord record, PendingAnswer pending)
            throws IOException {
        // 1. Compare.
        FileLease present = files.lease();
        if (!Objects.equals(expected, present == null ? null : present.version())) {
            return CONFLICT;
        }
        // 2. Be, or become, the holder in the eyes of the operating system.
        if (!current.hold()) {
            held = null;
            return CONFLICT;
        }
        Version before = held;
        Version after = null;
        try {
            // 3. Burn a revision, and get the record on disk.
            FileLease next = next(present, record, files.raiseRevision(present), current.identity());
            files.prepare(next);
            // 4. Replace, unless we came too late.
            if (closed || !pending.isAwaited() || !current.isCurrent()) {
                return CONFLICT;
            }
            after = next.version();
            files.publish();
            return current.isCurrent() ? new Answer.Written(next) : exchanged();
        } finally {
            settle(current, before, after);
        }
    }

    private static FileLease next(@Nullable FileLease present, LeaseRecord record, long revision, String locked) {
        ProcessMark writer = ProcessMark.current().orElse(null);
        return present == null
                ? FileLease.first(UUID.randomUUID().toString(), record, revision, writer, locked)
                : present.next(record, revision, writer, locked);
    }

    /** After a write, and after a failure in the middle of one, the record decides about the holder's lock. */
    private void settle(LockFile current, @Nullable Version before, @Nullable Version after) {
        try {
            FileLease now = files.lease();
            boolean ours = belongsTo(now, before) || belongsTo(now, after);
            held = ours && now != null && now.record().isHeld() ? now.version() : null;
        } catch (IOException unreadable) {
            held = after == null ? before : after;
        }
        if (held == null) {
            current.letGo();
        }
    }

    /** Gives the holder's lock back. Runs in the lock's monitor, as nothing else may. */
    private void giveUp(LockFile current) {
        held = null;
        current.letGo();
    }

    private static boolean belongsTo(@Nullable FileLease lease, @Nullable Version version) {
        return lease != null && lease.version().equals(version);
    }

    private synchronized @Nullable LockFile opened() {
        return lock;
    }

    private synchronized LockFile lock() throws IOException {
        if (closed) {
            throw new IOException("the store is closed");
        }
        LockFile current = lock;
        if (current != null && (held == null ? !current.isCurrent() : !current.isOpen())) {
            held = null;
            current.leave();
            current = null;
        }
        if (current == null) {
            current = LockFile.open(files.lock(), files.permissions());
        }
        lock = current;
        return current;
    }

    private Answer lost(LockFile current) {
        if (held != null) {
            LOG.warn("The lock file {} was deleted or exchanged: the lock of this holder is void", files.lock());
        }
        dispose();
        return CONFLICT;
    }

    private StoreFailure exchanged() {
        return new StoreFailure(StoreFailure.Kind.SERVER, files.lock() + " was deleted or exchanged during a write");
    }

    /** Runs in the lock's monitor, as nothing else may give up the holder's lock. */
    private synchronized void dispose() {
        LockFile current = lock;
        lock = null;
        held = null;
        if (current != null) {
            current.letGo();
            current.leave();
        }
    }
}
