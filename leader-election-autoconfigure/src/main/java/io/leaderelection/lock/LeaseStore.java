package io.leaderelection.lock;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * The place where one lease is kept, and nothing more: no waiting, no retries, no opinion about who leads. Every
 * implementation passes the same contract test.
 *
 * <p>Requests return at once; each gives at most one answer, exactly one unless it is cancelled, on any thread, and
 * never from within the requesting call. An implementation gives up by itself, with {@link StoreFailure.Kind#TIMEOUT},
 * at about the timeout it is given. Nothing is retried behind the caller's back: a hidden second attempt can turn the
 * caller's own success into a {@link Answer.Conflict}.
 */
public interface LeaseStore extends AutoCloseable {

    /** Reads the lease as it is now: {@link Answer.Found}, {@link Answer.Missing} or {@link StoreFailure}. */
    Request read(Duration timeout, Consumer<Answer> answer);

    /** Creates the lease if there is none: {@link Answer.Written}, {@link Answer.Conflict} or {@link StoreFailure}. */
    Request create(LeaseRecord record, Duration timeout, Consumer<Answer> answer);

    /**
     * Replaces the lease if it is still the same object in the same version as the expected one:
     * {@link Answer.Written}, {@link Answer.Conflict} (also where the lease is gone) or {@link StoreFailure}.
     * Everything in the stored lease that is not part of the record is kept.
     */
    Request replace(StoredLease expected, LeaseRecord record, Duration timeout, Consumer<Answer> answer);

    /** Whether a write can be rehearsed here; otherwise {@link #rehearse} is not to be called. By default it cannot. */
    default boolean canRehearse() {
        return false;
    }

    /**
     * Rehearses a {@link #replace} of the lease by itself: it is let through or refused as a write would be, and
     * changes nothing of the record. Where a store tells {@linkplain StoredLease#standbys who waits}, the first rehearsal
     * may tell there that this instance does. {@link Answer.Written} and {@link Answer.Conflict} tell that a write may be
     * sent, and nothing of the lease; {@link StoreFailure} tells that it may not, or that nothing was found out.
     */
    default Request rehearse(StoredLease lease, Duration timeout, Consumer<Answer> answer) {
        throw new UnsupportedOperationException("No write can be rehearsed here");
    }

    /**
     * Starts to watch the lease. The news begins with the lease as it is, and after every interruption again.
     * The caller {@linkplain Request#cancel cancels} the watch.
     */
    Request watch(WatchListener news);

    /** Where this lease is, for people: kind of store, place, name. */
    String describe();

    /** Kind of store in one word, for people. */
    default String kind() {
        return "other";
    }

    /**
     * Hears that no term of this elector is left, nor work of one. The lease may still name this holder; it expires, unless
     * it is asked for again. A store that keeps others away by more than the record gives that up, even if it can neither
     * read nor write. Returns at once and does not throw.
     */
    default void letExpire() {}

    /** What happens to a lease whose holder lives on but neither renews nor releases it; ends a log line. */
    default String unreleased() {
        return "it expires one lease duration after its last renewal";
    }

    /** Frees what the store holds. Requests under way end with {@link StoreFailure} or not at all. */
    @Override
    void close();
}
