package io.leaderelection.elector;

import io.leaderelection.LossReason;
import io.leaderelection.gate.Term;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.StoredLease;
import java.time.Duration;

/** What an elector wants done, in the order given. */
sealed interface Effect {

    /** Ask the store for the lease. */
    record Read(long request, Duration timeout) implements Effect {}

    /** Create the lease. */
    record Create(long request, LeaseRecord record, Duration timeout) implements Effect {}

    /** Replace the lease, if it is still as expected. */
    record Replace(long request, StoredLease expected, LeaseRecord record, Duration timeout) implements Effect {}

    /** Call a request off; its answer is not waited for any more. */
    record Cancel(long request) implements Effect {}

    /** Wake the elector after a delay; replaces the alarm's earlier setting. */
    record SetAlarm(Alarm alarm, Duration delay) implements Effect {}

    /** Do not wake it. */
    record ClearAlarm(Alarm alarm) implements Effect {}

    /** Open the watch, or open it anew. */
    record Watch() implements Effect {}

    /** Close the watch. */
    record Unwatch() implements Effect {}

    /** A term begins; its gate is open. */
    record Grant(Term term) implements Told {}

    /** The term has ended; its gate is shut already. Answered by {@link Input.WorkEnded}. */
    record Revoke(Term term, LossReason reason) implements Told {}

    /** The lease names this holder from now on, or nobody. */
    record LeaderSeen(LeaseRecord record) implements Told {}

    /** The work of the ended term has not come to its end within the drain timeout. */
    record Overdue(Term term) implements Told {}

    /** The elector takes no part any more. */
    record Stopped() implements Told {}

    /** What others hear of, who must hear of everything in turn. */
    sealed interface Told extends Effect {}
}
