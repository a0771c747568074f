package io.leaderelection.lock.file;

import io.leaderelection.lock.Request;
import io.leaderelection.lock.Seal;
import io.leaderelection.lock.WatchListener;
import java.io.IOException;
import java.util.Arrays;
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

    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(25);

    private final LeaseFiles files;
    private final LeaseWriter writer;
    private final WatchListener news;
    private final Thread thread;
    private volatile boolean cancelled;

    // What was told last, and of whom no obituary was; confined to the thread.
    private byte @Nullable [] told;
    private @Nullable FileLease lease;
    private @Nullable String living;
    private @Nullable ProcessMark self;
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
        self = ProcessMark.current().orElse(null);
        while (!cancelled) {
            try {
                writer.letGoIfOver();
                lookOrTell();
            } catch (Throwable failure) {
                complain(failure);
            }
            LockSupport.parkNanos(this, PAUSE);
            Thread.interrupted(); // Nobody means this thread, and it would neither pause nor read again.
        }
    }

    /** Nothing ends this thread but its cancelling. */
    private void complain(Throwable failure) {
        try {
            LOG.error("The watch of {} failed and goes on", files.record(), failure);
        } catch (Throwable unheard) {
            // There is no memory even for that.
        }
    }

    private void lookOrTell() {
        try {
            look();
        } catch (IOException failure) {
            interrupted(failure);
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
        living = sealed(now);
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
            news.down(FileFailure.of(failure, files.directory()));
        }
    }

    private void lookForDeath() throws IOException {
        FileLease current = lease;
        String process = living;
        if (current != null && process != null && !cancelled && isDead(current)) {
            living = null;
            news.died(process);
        }
    }

    private static @Nullable String sealed(@Nullable FileLease lease) {
        return lease == null || !lease.record().isHeld()
                ? null
                : lease.record().validSeal().map(Seal::process).orElse(null);
    }

    /**
     * Proof takes all of it: a free lock on the very lock file that the holder had, and a holder, of this boot and these
     * namespaces, that has ended in the eyes of a process of the same user. What costs least comes first.
     */
    private boolean isDead(FileLease current) throws IOException {
        ProcessMark holder = current.writer();
        String locked = current.lock();
        ProcessMark observer = self;
        return holder != null
                && locked != null
                && observer != null
                && writer.isFree(locked)
                && holder.hasEnded(observer)
                && Permissions.isOurs(files.record());
    }
}
