package io.leaderelection.elector;

import io.leaderelection.LossReason;
import io.leaderelection.gate.Term;
import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.Request;
import io.leaderelection.lock.StoredLease;
import java.time.Duration;
import java.util.function.Consumer;

/** What an elector wants done, in the order given. */
sealed interface ElectorCommand {

    /** Ask the store for the lease. */
    record Read(long request, Duration timeout) implements Ask {
        @Override
        public Request send(LeaseStore store, Consumer<Answer> answer) {
            return store.read(timeout, answer);
        }
    }

    /** Create the lease. */
    record Create(long request, LeaseRecord record, Duration timeout) implements Ask {
        @Override
        public Request send(LeaseStore store, Consumer<Answer> answer) {
            return store.create(record, timeout, answer);
        }
    }

    /** Replace the lease, if it is still as expected. */
    record Replace(long request, StoredLease expected, LeaseRecord record, Duration timeout) implements Ask {
        @Override
        public Request send(LeaseStore store, Consumer<Answer> answer) {
            return store.replace(expected, record, timeout, answer);
        }
    }

    /** Rehearse a write of the lease as it is. */
    record Rehearse(long request, StoredLease lease, Duration timeout) implements Ask {
        @Override
        public Request send(LeaseStore store, Consumer<Answer> answer) {
            return store.rehearse(lease, timeout, answer);
        }

        @Override
        public ElectorEvent answeredBy(Answer answer) {
            return new ElectorEvent.Rehearsed(request, answer);
        }
    }

    /** Call a request off; its answer is not waited for any more. */
    record Cancel(long request) implements ElectorCommand {}

    /** Wake the elector after a delay; replaces the timer's earlier setting. */
    record SetTimer(TimerKind timer, Duration delay) implements ElectorCommand {}

    /** Do not wake it. */
    record ClearTimer(TimerKind timer) implements ElectorCommand {}

    /** Open the watch, or open it anew. */
    record Watch() implements ElectorCommand {}

    /** Close the watch. */
    record Unwatch() implements ElectorCommand {}

    /** A term begins; its gate is open. */
    record Grant(Term term) implements Announcement {}

    /** The term has ended; its gate is shut already. Answered by {@link ElectorEvent.WorkEnded}. */
    record Revoke(Term term, LossReason reason) implements Announcement {}

    /** The lease names this holder from now on, or nobody. */
    record LeaderSeen(LeaseRecord record) implements Announcement {}

    /** The work of the ended term has not come to its end within the drain timeout. */
    record Overdue(Term term) implements Announcement {}

    /** No term is left, nor work of one: the store need not keep others from the lease. */
    record LetExpire() implements Announcement {}

    /** The elector takes no part any more. */
    record Stopped() implements Announcement {}

    /** A request to the store; answered by an {@link ElectorEvent.Reply}. */
    sealed interface Ask extends ElectorCommand {

        /** Number of the request. */
        long request();

        /** Sends the request. */
        Request send(LeaseStore store, Consumer<Answer> answer);

        /** What the elector is told of the answer. */
        default ElectorEvent answeredBy(Answer answer) {
            return new ElectorEvent.Answered(request(), answer);
        }
    }

    /** What others hear of, who must hear of everything in turn. */
    sealed interface Announcement extends ElectorCommand {}

    /** Takes commands: one method for each kind, which does nothing by default. */
    interface Handler {

        default void ask(Ask ask) {}

        default void cancel(long request) {}

        default void setTimer(TimerKind timer, Duration delay) {}

        default void clearTimer(TimerKind timer) {}

        default void watch() {}

        default void unwatch() {}

        default void grant(Term term) {}

        default void revoke(Term term, LossReason reason) {}

        default void leaderSeen(LeaseRecord record) {}

        default void overdue(Term term) {}

        default void letExpire() {}

        default void stopped() {}
    }

    /** Hands this command to the method of its kind. */
    default void handTo(Handler handler) {
        if (this instanceof Ask ask) {
            handler.ask(ask);
        } else if (this instanceof Cancel cancel) {
            handler.cancel(cancel.request());
        } else if (this instanceof SetTimer set) {
            handler.setTimer(set.timer(), set.delay());
        } else if (this instanceof ClearTimer clear) {
            handler.clearTimer(clear.timer());
        } else if (this instanceof Watch) {
            handler.watch();
        } else if (this instanceof Unwatch) {
            handler.unwatch();
        } else if (this instanceof Grant grant) {
            handler.grant(grant.term());
        } else if (this instanceof Revoke revoke) {
            handler.revoke(revoke.term(), revoke.reason());
        } else if (this instanceof LeaderSeen seen) {
            handler.leaderSeen(seen.record());
        } else if (this instanceof Overdue late) {
            handler.overdue(late.term());
        } else if (this instanceof LetExpire) {
            handler.letExpire();
        } else if (this instanceof Stopped) {
            handler.stopped();
        }
    }
}
