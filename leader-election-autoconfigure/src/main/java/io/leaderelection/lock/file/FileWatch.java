package io.leaderelection.lock.file;

import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Request;
import io.leaderelection.lock.Seal;
import io.leaderelection.lock.Version;
import io.leaderelection.lock.WatchListener;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A daemon thread that looks at the record file again and again and tells what is new. The file is read every time: its
 * times are too coarse, and its inodes return too soon, to tell two quick writes apart.
 */
final class FileWatch implements Request {

    private static final Logger log = LoggerFactory.getLogger(FileWatch.class);

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(25);

    private final LeaseFiles files;
    private final LeaseWriter writer;
    private final WatchListener news;
    private final Thread thread;
    private final Optional<ProcessMark> self = ProcessMark.current();
    private volatile boolean cancelled;

    // What was told last; confined to the thread.
    private byte @Nullable [] told;
    private @Nullable FileLease lease;
    private @Nullable Version dead;
    private boolean live;
    private boolean down;

    FileWatch(LeaseFiles files, LeaseWriter writer, WatchListener news) {
        this.files = files;
        this.writer = writer;
        this.news = news;
        this.thread = new Thread(this::run, "leader-election-watch-" + files.name());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void cancel() {
        cancelled = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!cancelled) {
            try {
                look();
            } catch (IOException failure) {
                interrupted(failure);
            } catch (RuntimeException failure) {
                log.error("The watch of {} failed and goes on", files.record(), failure);
            }
            LockSupport.parkNanos(this, PAUSE);
        }
    }

    private void look() throws IOException {
        byte[] now = files.recordBytes();
        if (!live || !Arrays.equals(now, told)) {
            told = now;
            tell(now == null ? null : RecordText.read(now));
        }
        if (!live && !cancelled) {
            live = true;
            down = false;
            news.live();
        }
        lookForDeath();
    }

    private void tell(@Nullable FileLease now) throws IOException {
        FileLease last = lease;
        lease = now;
        writer.compare(now);
        if (cancelled) {
            return;
        }
        if (now != null) {
            news.changed(now);
        } else if (last != null) {
            news.deleted(last.version());
        }
    }

    private void interrupted(IOException failure) {
        live = false;
        if (!down && !cancelled) {
            down = true;
            news.down(FileTrouble.of(failure, files.directory()));
        }
    }

    private void lookForDeath() throws IOException {
        FileLease current = lease;
        if (current == null || current.version().equals(dead) || cancelled) {
            return;
        }
        Optional<Seal> seal = seal(current.record());
        if (seal.isPresent() && isDead(current)) {
            dead = current.version();
            news.died(seal.get().process());
        }
    }

    private static Optional<Seal> seal(LeaseRecord record) {
        return record.isHeld() ? Seal.parse(record.seal()).filter(seal -> seal.holdsFor(record)) : Optional.empty();
    }

    /**
     * Proof takes all of it: a process of this boot and namespace that has ended, seen by the same user, and a free lock
     * on the lock file that it had. The cheapest and rarest comes first.
     */
    private boolean isDead(FileLease current) throws IOException {
        ProcessMark holder = current.writer();
        String locked = current.lock();
        if (holder == null || locked == null) {
            return false;
        }
        return self.isPresent()
                && holder.hasEnded(self.get())
                && Permissions.isOurs(files.record())
                && writer.isFree(locked);
    }
}
