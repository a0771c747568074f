package io.leaderelection.elector;

import static java.util.Map.entry;

import io.leaderelection.lock.Answer;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An event, sorted by what it means: an answer by its kind, the end of a request's time as a failure.
 *
 * @param kind what it means
 * @param event the event itself
 * @param answered the write of ours that it answers, if it answers one
 */
record IncomingEvent(
        EventKind kind, ElectorEvent event, @Nullable LeaseWrite answered) {

    /** What the end of a request's time means. */
    static final StoreFailure NO_ANSWER = new StoreFailure(StoreFailure.Kind.TIMEOUT, "No answer in time");

    /** What each event means, and each answer of the store. */
    private static final Map<Class<?>, EventKind> MEANINGS = Map.ofEntries(
            entry(ElectorEvent.Start.class, EventKind.START),
            entry(ElectorEvent.Stop.class, EventKind.STOP),
            entry(ElectorEvent.Resign.class, EventKind.RESIGN),
            entry(Answer.Found.class, EventKind.FOUND),
            entry(Answer.Missing.class, EventKind.MISSING),
            entry(Answer.Written.class, EventKind.WRITTEN),
            entry(Answer.Conflict.class, EventKind.CONFLICT),
            entry(StoreFailure.class, EventKind.FAILURE),
            entry(ElectorEvent.Rehearsed.class, EventKind.REHEARSED),
            entry(ElectorEvent.News.class, EventKind.NEWS),
            entry(ElectorEvent.Deleted.class, EventKind.DELETED),
            entry(ElectorEvent.HolderDied.class, EventKind.HOLDER_DIED),
            entry(ElectorEvent.WatchLive.class, EventKind.WATCH_LIVE),
            entry(ElectorEvent.WatchDown.class, EventKind.WATCH_DOWN),
            entry(ElectorEvent.WorkEnded.class, EventKind.WORK_ENDED));

    static EventKind kindOf(ElectorEvent event) {
        if (event instanceof ElectorEvent.TimerFired fired) {
            return switch (fired.timer()) {
                case NEXT -> EventKind.NEXT;
                case ATTEMPT -> EventKind.FAILURE;
                case DEADLINE -> EventKind.DEADLINE;
                case DRAIN -> EventKind.DRAIN;
                case SILENCE -> EventKind.SILENCE;
                case REHEARSAL -> EventKind.REHEARSAL;
            };
        }
        Object told = event instanceof ElectorEvent.Answered answered ? answered.answer() : event;
        return Objects.requireNonNull(MEANINGS.get(told.getClass()), "an event of a kind that is known");
    }

    StoredLease lease() {
        return Objects.requireNonNull(leaseOf(event), "a lease");
    }

    /** The version of the lease that the store answers with; {@code null} if it knows none. */
    static @Nullable Version versionIn(ElectorEvent event) {
        StoredLease lease = event instanceof ElectorEvent.Answered ? leaseOf(event) : null;
        return lease == null ? null : lease.version();
    }

    private static @Nullable StoredLease leaseOf(ElectorEvent event) {
        if (event instanceof ElectorEvent.News news) {
            return news.lease();
        }
        Answer answer = ((ElectorEvent.Answered) event).answer();
        return answer instanceof Answer.Found found
                ? found.lease()
                : answer instanceof Answer.Written written ? written.lease() : null;
    }

    StoreFailure failure() {
        return event instanceof ElectorEvent.Answered answered ? (StoreFailure) answered.answer() : NO_ANSWER;
    }

    /** The version in which the lease was deleted. */
    Version version() {
        return ((ElectorEvent.Deleted) event).version();
    }

    /** The process that is proven dead. */
    String process() {
        return ((ElectorEvent.HolderDied) event).process();
    }

    /** How long to leave the lease to others after a resignation. */
    Duration pause() {
        return ((ElectorEvent.Resign) event).pause();
    }

    /** What the store says of a rehearsal. */
    Answer rehearsed() {
        return ((ElectorEvent.Rehearsed) event).answer();
    }

    /** The write that is answered. */
    LeaseWrite write() {
        return Objects.requireNonNull(answered, "a write");
    }
}
