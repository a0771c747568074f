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
 * An input, sorted by what it means: an answer by its kind, the end of a request's time as a failure.
 *
 * @param event what it means
 * @param input the input itself
 * @param answered the write of ours that it answers, if it answers one
 */
record Arrival(Event event, Input input, @Nullable LeaseWrite answered) {

    /** What the end of a request's time means. */
    static final StoreFailure NO_ANSWER = new StoreFailure(StoreFailure.Kind.TIMEOUT, "No answer in time");

    /** The kinds of input that the table distinguishes. */
    enum Event {
        /** Take part. */
        START,
        /** Take no part any more. */
        STOP,
        /** Step down. */
        RESIGN,
        /** A read found the lease. */
        FOUND,
        /** A read found no lease. */
        MISSING,
        /** A write is confirmed. */
        WRITTEN,
        /** A read or a creation, or an acquiring write, was answered after news that tells more. */
        OVERTAKEN,
        /** A write lost a race. */
        CONFLICT,
        /** A request failed, or had no answer in its time. */
        FAILURE,
        /** The watch tells how the lease is. */
        NEWS,
        /** The watch tells that the lease was deleted. */
        DELETED,
        /** A process is proven dead. */
        OBITUARY,
        /** The timer for the next thing to do. */
        NEXT,
        /** The timer for the end of the last confirmed write's validity. */
        DEADLINE,
        /** The timer for the end of the work's time. */
        DRAIN,
        /** The timer of a silent watch. */
        SILENCE,
        /** The timer of rehearsals. */
        REHEARSAL,
        /** A rehearsal was answered, in whatever way. */
        REHEARSED,
        /** The watch works. */
        WATCH_LIVE,
        /** The watch does not work. */
        WATCH_DOWN,
        /** The ended term's work and listeners have come to their end. */
        WORK_ENDED
    }

    /** What each input means, and each answer of the store. */
    private static final Map<Class<?>, Event> MEANINGS = Map.ofEntries(
            entry(Input.Start.class, Event.START),
            entry(Input.Stop.class, Event.STOP),
            entry(Input.Resign.class, Event.RESIGN),
            entry(Answer.Found.class, Event.FOUND),
            entry(Answer.Missing.class, Event.MISSING),
            entry(Answer.Written.class, Event.WRITTEN),
            entry(Answer.Conflict.class, Event.CONFLICT),
            entry(StoreFailure.class, Event.FAILURE),
            entry(Input.Rehearsed.class, Event.REHEARSED),
            entry(Input.News.class, Event.NEWS),
            entry(Input.Deleted.class, Event.DELETED),
            entry(Input.Obituary.class, Event.OBITUARY),
            entry(Input.WatchLive.class, Event.WATCH_LIVE),
            entry(Input.WatchDown.class, Event.WATCH_DOWN),
            entry(Input.WorkEnded.class, Event.WORK_ENDED));

    static Event eventOf(Input input) {
        if (input instanceof Input.Due due) {
            return switch (due.timer()) {
                case NEXT -> Event.NEXT;
                case ATTEMPT -> Event.FAILURE;
                case DEADLINE -> Event.DEADLINE;
                case DRAIN -> Event.DRAIN;
                case SILENCE -> Event.SILENCE;
                case REHEARSAL -> Event.REHEARSAL;
            };
        }
        Object told = input instanceof Input.Answered answered ? answered.answer() : input;
        return Objects.requireNonNull(MEANINGS.get(told.getClass()), "an input of a kind that is known");
    }

    StoredLease lease() {
        return Objects.requireNonNull(leaseOf(input), "a lease");
    }

    /** The version of the lease that the store answers with; {@code null} if it knows none. */
    static @Nullable Version versionIn(Input input) {
        StoredLease lease = input instanceof Input.Answered ? leaseOf(input) : null;
        return lease == null ? null : lease.version();
    }

    private static @Nullable StoredLease leaseOf(Input input) {
        if (input instanceof Input.News news) {
            return news.lease();
        }
        Answer answer = ((Input.Answered) input).answer();
        return answer instanceof Answer.Found found
                ? found.lease()
                : answer instanceof Answer.Written written ? written.lease() : null;
    }

    StoreFailure failure() {
        return input instanceof Input.Answered answered ? (StoreFailure) answered.answer() : NO_ANSWER;
    }

    /** The version in which the lease was deleted. */
    Version version() {
        return ((Input.Deleted) input).version();
    }

    /** The process that is proven dead. */
    String process() {
        return ((Input.Obituary) input).process();
    }

    /** How long to leave the lease to others after a resignation. */
    Duration pause() {
        return ((Input.Resign) input).pause();
    }

    /** What the store says of a rehearsal. */
    Answer rehearsed() {
        return ((Input.Rehearsed) input).answer();
    }

    /** The write that is answered. */
    LeaseWrite write() {
        return Objects.requireNonNull(answered, "a write");
    }
}
