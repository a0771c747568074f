package io.leaderelection.lock.file;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One store's use of the lock file of an election. The holder locks the first byte as long as it holds the lease, even
 * while its process is stopped. A writer locks the second byte for one write. The file's content is never read or
 * written.
 *
 * <p>All that asks for or changes the holder's lock needs the monitor of the claim: between {@link #enter} and
 * {@link #exit}, or {@link #enterMonitor} and {@link #exitMonitor}.
 */
final class LockFile {

    private static final long HOLDER = 0;
    private static final long WRITER = 1;

    /** Whoever examines the lock of a dead holder has it for an instant. */
    private static final long PATIENCE_WITH_OBSERVERS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(500);

    private final Path path;
    private final JvmClaim claim;

    /** Guarded by the claim's monitor. */
    private @Nullable FileLock writer;

    private LockFile(Path path, JvmClaim claim) {
        this.path = path;
        this.claim = claim;
    }

    /** Opens the lock file, or joins those in this JVM that have it open. */
    static LockFile open(Path path, Permissions permissions) throws IOException {
        return new LockFile(path, JvmClaim.join(path, permissions));
    }

    /** What tells this lock file from another one in its place. */
    String identity() {
        return claim.identity();
    }

    /** Whether other processes still find this lock file where we found it. If not, our locks exclude nobody. */
    boolean isCurrent() throws IOException {
        return claim.isOf(path);
    }

    /** Whether our locks are still there at all. */
    boolean isOpen() {
        return claim.channel().isOpen();
    }

    /** Makes the caller the only writer until it {@linkplain #exit exits}; false if that takes too long. */
    boolean enter(long nanos) throws IOException {
        long end = System.nanoTime() + nanos;
        if (!enterMonitor(nanos)) {
            return false;
        }
        boolean entered = false;
        try {
            writer = tryLock(WRITER, end);
            entered = writer != null;
            return entered;
        } finally {
            if (!entered) {
                exitMonitor();
            }
        }
    }

    void exit() {
        FileLock entered = writer;
        writer = null;
        if (entered != null) {
            release(entered);
        }
        exitMonitor();
    }

    /**
     * Takes the holder's lock, or takes it again: it may have been dropped unnoticed, by something in this JVM that
     * opened and closed the lock file.
     */
    boolean hold() throws IOException {
        if (owner() != null && owner() != this) {
            return false;
        }
        letGo();
        FileLock lock = tryLock(HOLDER, System.nanoTime() + PATIENCE_WITH_OBSERVERS);
        if (lock != null) {
            claim.holder().set(new Object[] {this, lock});
        }
        return lock != null;
    }

    /** Gives the holder's lock back, if this store has it. */
    void letGo() {
        Object[] holder = claim.holder().get();
        if (holder != null && holder[0] == this) {
            claim.holder().set(null);
            release((FileLock) holder[1]);
        }
    }

    /** Whether nobody has the holder's lock right now, which alone proves nothing. */
    boolean isFree() throws IOException {
        if (!enterMonitor(0)) {
            return false;
        }
        try {
            FileLock lock = owner() == null ? tryLock(HOLDER) : null;
            if (lock != null) {
                release(lock);
            }
            return lock != null;
        } finally {
            exitMonitor();
        }
    }

    /** Excludes the other users of this lock file in this JVM; false if that takes too long. */
    boolean enterMonitor(long nanos) {
        try {
            return claim.mutex().tryLock() || claim.mutex().tryLock(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void exitMonitor() {
        claim.mutex().unlock();
    }

    /** Gives up everything. */
    void leave() {
        claim.leave();
    }

    private @Nullable Object owner() {
        Object[] holder = claim.holder().get();
        return holder == null ? null : holder[0];
    }

    private @Nullable FileLock tryLock(long position, long end) throws IOException {
        FileLock lock = tryLock(position);
        while (lock == null && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(PAUSE);
            lock = tryLock(position);
        }
        return lock;
    }

    private @Nullable FileLock tryLock(long position) throws IOException {
        try {
            return claim.channel().tryLock(position, 1, false);
        } catch (OverlappingFileLockException strangerInThisJvm) {
            return null;
        }
    }

    private static void release(FileLock lock) {
        try {
            lock.release();
        } catch (IOException closed) {
            // The channel is closed, and so the lock is gone.
        }
    }
}
