package io.leaderelection.elector;

import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.Request;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import io.leaderelection.lock.WatchListener;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A store whose one lease is on paper: nobody else sees it, and it takes neither I/O nor time. For a {@link Rehearsal}. */
final class PaperStore implements LeaseStore {

    private final Executor executor;
    private volatile Paper lease = new Paper(LeaseRecord.VACANT, 1);

    /**
     * @param executor gives the answers; it must not run tasks in the thread that hands them in
     */
    PaperStore(Executor executor) {
        this.executor = executor;
    }

    @Override
    public Request read(Duration timeout, Consumer<Answer> answer) {
        return give(new Answer.Found(lease), answer);
    }

    @Override
    public Request create(LeaseRecord record, Duration timeout, Consumer<Answer> answer) {
        return give(new Answer.Conflict(), answer);
    }

    @Override
    public Request replace(StoredLease expected, LeaseRecord record, Duration timeout, Consumer<Answer> answer) {
        lease = new Paper(record, lease.revision + 1);
        return give(new Answer.Written(lease), answer);
    }

    @Override
    public Request watch(WatchListener news) {
        executor.execute(news::live);
        return () -> {};
    }

    @Override
    public String describe() {
        return "a lease on paper";
    }

    @Override
    public String unreleased() {
        return "it was on paper";
    }

    @Override
    public void close() {}

    private Request give(Answer answer, Consumer<Answer> receiver) {
        executor.execute(() -> receiver.accept(answer));
        return () -> {};
    }

    private record Paper(LeaseRecord record, long revision) implements StoredLease {

        @Override
        public Version version() {
            return new Version("paper", Long.toString(revision));
        }
    }
}
