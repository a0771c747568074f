package io.leaderelection.elector;

import io.leaderelection.lock.Answer;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import java.time.Duration;

/** What happens to an elector. */
sealed interface ElectorEvent {

    /** Take part from now on. */
    record Start() implements ElectorEvent {}

    /** Take no part any more: end a term in order and give the lease back. */
    record Stop() implements ElectorEvent {}

    /**
     * Step down, if leading.
     *
     * @param pause how long to leave the lease to others
     */
    record Resign(Duration pause) implements ElectorEvent {}

    /** The store has answered. */
    sealed interface Reply extends ElectorEvent {

        /** Number of the request, as in the command that asked for it. */
        long request();

        /** What the store says. */
        Answer answer();
    }

    /** A read or a write is answered. */
    record Answered(long request, Answer answer) implements Reply {}

    /** A rehearsal is answered: that tells nothing of the lease. */
    record Rehearsed(long request, Answer answer) implements Reply {}

    /** The watch tells how the lease is. */
    record News(StoredLease lease) implements ElectorEvent {}

    /** The watch tells that the lease was deleted. */
    record Deleted(Version version) implements ElectorEvent {}

    /** The watch works. */
    record WatchLive() implements ElectorEvent {}

    /** The watch does not work for now. */
    record WatchDown(StoreFailure failure) implements ElectorEvent {}

    /** There is proof that a process has ended (I14). */
    record HolderDied(String process) implements ElectorEvent {}

    /** A timer has run out. */
    record TimerFired(TimerKind timer) implements ElectorEvent {}

    /** The work and the listeners of the ended term have come to their end. */
    record WorkEnded() implements ElectorEvent {}

    /** Tells an observer of this event; of a stop, a resignation and most timers it has no need to know. */
    default void notifyObserver(ElectionObserver observer) {
        if (this instanceof Start) {
            observer.start();
        } else if (this instanceof Answered answered) {
            observer.answered(answered.answer());
        } else if (this instanceof Rehearsed rehearsed) {
            observer.rehearsed(rehearsed.answer());
        } else if (this instanceof TimerFired fired && fired.timer() == TimerKind.ATTEMPT) {
            observer.answered(IncomingEvent.NO_ANSWER);
        } else if (this instanceof News news) {
            observer.news(news.lease());
        } else if (this instanceof Deleted) {
            observer.news(null);
        } else if (this instanceof WatchLive) {
            observer.watchLive();
        } else if (this instanceof WatchDown down) {
            observer.watchDown(down.failure());
        } else if (this instanceof HolderDied died) {
            observer.holderDied(died.process());
        } else if (this instanceof WorkEnded) {
            observer.workEnded();
        }
    }
}
