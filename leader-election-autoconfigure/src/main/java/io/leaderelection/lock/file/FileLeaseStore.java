package io.leaderelection.lock.file;

import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.PendingAnswer;
import io.leaderelection.lock.Request;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import io.leaderelection.lock.WatchListener;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One elector's view of one lease that is kept in files, for the processes of one machine or for containers that share a
 * local volume.
 *
 * <p>The holder of the lease has an operating system lock besides, from the write that names it until the write that
 * releases it, even if that one fails, or until its term has ended without one. So a holder that is stopped is not
 * replaced, however long its record has expired: writes in its place are conflicts. When it is killed, the free lock <em>and</em> the ended process that the record
 * names are proof of its death, and watches tell an obituary within some 25 ms. A lock that is free for another reason
 * is no proof.
 *
 * <p>If the lock file is deleted or exchanged, the holder's next write is a conflict and its lock is given up; whether
 * it still holds the lease then depends on the record alone.
 */
public final class FileLeaseStore implements LeaseStore {

    private static final Logger LOG = LoggerFactory.getLogger(FileLeaseStore.class);

    private final LeaseFiles files;
    private final LeaseWriter writer;
    private final Executor executor;
    private final Set<FileWatch> watches = ConcurrentHashMap.newKeySet();

    /**
     * Opens a view. Files are opened when they are first needed.
     *
     * @param directory where the files of this and other elections are
     * @param name name of the lease: a-z, 0-9 and -, at most 200 characters
     * @param executor does the work, which blocks, and gives the answers; not in the thread that hands them in
     * @throws IllegalArgumentException if the name is of another form
     */
    public FileLeaseStore(LeaseDirectory directory, String name, Executor executor) {
        this.files = new LeaseFiles(directory, LeaseDirectory.checkedName(name));
        this.writer = new LeaseWriter(files);
        this.executor = executor;
    }

    @Override
    public Request read(Duration timeout, Consumer<Answer> answer) {
        return ask(timeout, answer, (pending, end) -> {
            FileLease lease = files.lease();
            writer.compare(lease);
            return lease == null ? new Answer.Missing() : new Answer.Found(lease);
        });
    }

    @Override
    public Request create(LeaseRecord record, Duration timeout, Consumer<Answer> answer) {
        return write(null, record, timeout, answer);
    }

    @Override
    public Request replace(StoredLease expected, LeaseRecord record, Duration timeout, Consumer<Answer> answer) {
        return write(expected.version(), record, timeout, answer);
    }

    @Override
    public Request watch(WatchListener news) {
        FileWatch watch = new FileWatch(files, writer, news);
        watch.start();
        watches.add(watch);
        return () -> {
            watch.cancel();
            watches.remove(watch);
        };
    }

    @Override
    public void letExpire() {
        writer.letExpire();
    }

    @Override
    public String kind() {
        return "file";
    }

    @Override
    public String unreleased() {
        return "it stays taken until that work or this process ends";
    }

    @Override
    public String describe() {
        return "lease file " + files.record();
    }

    @Override
    public void close() {
        watches.forEach(FileWatch::cancel);
        watches.clear();
        writer.close();
    }

    private Request write(@Nullable Version expected, LeaseRecord record, Duration timeout, Consumer<Answer> answer) {
        writer.isAskedFor(record);
        return ask(timeout, answer, (pending, end) -> writer.write(expected, record, pending, end));
    }

    private Request ask(Duration timeout, Consumer<Answer> receiver, Work work) {
        long end = System.nanoTime() + timeout.toNanos();
        PendingAnswer pending = new PendingAnswer(timeout, receiver);
        pending.giveBy(executor, () -> answer(work, pending, end));
        return pending;
    }

    private Answer answer(Work work, PendingAnswer pending, long end) {
        try {
            return work.answer(pending, end);
        } catch (IOException failure) {
            return FileFailure.of(failure, files.directory());
        } catch (Throwable failure) {
            LOG.error("A request to {} failed", describe(), failure);
            return new StoreFailure(StoreFailure.Kind.SERVER, "internal error, see the log");
        }
    }

    /** What is to be done for one request, until its time ends. */
    @FunctionalInterface
    private interface Work {
        Answer answer(PendingAnswer pending, long end) throws IOException;
    }
}
