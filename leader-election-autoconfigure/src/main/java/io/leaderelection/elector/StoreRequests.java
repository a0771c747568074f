package io.leaderelection.elector;

import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import io.leaderelection.status.Timings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an elector asks of the store: one request at a time, and never more than the pace allows. A new request cancels the
 * one before. A request that comes too soon is not sent: NEXT rings when its turn has come. A rehearsal counts for nothing
 * but the pace: no request waits for it.
 */
final class StoreRequests {

    /** Stands for the version of a lease that is not there. */
    private static final Version NO_LEASE = new Version("", "");

    private final Timings timings;
    private final ElectorTime time;
    private final RequestRateLimiter limiter;
    private final Backoff backoff;
    private final LeaseObserver observer;
    private final Consumer<ElectorCommand> output;

    /** Writes of ours whose outcome is not known (I8). */
    private final List<LeaseWrite> unresolved = new ArrayList<>();

    private @Nullable Asked asked;

    /** Number of the rehearsal that is under way. */
    private @Nullable Long rehearsal;

    private long requests;

    StoreRequests(
            Timings timings,
            ElectorTime time,
            RequestRateLimiter limiter,
            Backoff backoff,
            LeaseObserver observer,
            Consumer<ElectorCommand> output) {
        this.timings = timings;
        this.time = time;
        this.limiter = limiter;
        this.backoff = backoff;
        this.observer = observer;
        this.output = output;
    }

    /**
     * The request that is under way.
     *
     * @param write the write of a term, if it is one
     * @param replaces the version that is written over: {@link #NO_LEASE} by a creation, {@code null} by a read
     * @param known what was known of the lease when this was asked
     */
    private record Asked(
            long request,
            @Nullable LeaseWrite write,
            @Nullable Version replaces,
            ObservedLease known) {}

    boolean isUnderWay() {
        return asked != null;
    }

    boolean isWriting() {
        return asked != null && asked.write() != null;
    }

    boolean isAwaited(long request) {
        return asked != null && asked.request() == request || rehearsal != null && rehearsal == request;
    }

    /** Whether this write is the request under way: its answer will tell its outcome. */
    boolean isAwaited(LeaseWrite write) {
        return asked != null && write.equals(asked.write());
    }

    /**
     * Whether the request under way is answered by less than the watch has told meanwhile.
     *
     * @param answer the version of the lease in the answer, if there is one
     */
    boolean isOvertaken(@Nullable Version answer) {
        return asked != null
                && (observer.seen().overtakes(asked.known(), answer)
                        || asked.replaces() == NO_LEASE && observer.seen().knowsOtherHolderThan(asked.known()));
    }

    /** Reads. What follows from a read is often a write: there must be room for both, or reads could keep it out. */
    void read() {
        Duration timeout = timings.attemptTimeout();
        if (!isTooSoon(2, TimerKind.NEXT)) {
            output.accept(new ElectorCommand.Read(ask(null, null, timeout), timeout));
        }
    }

    /** Creates the lease, which names nobody. */
    void create() {
        Duration timeout = timings.attemptTimeout();
        if (!isTooSoon(1, TimerKind.NEXT)) {
            output.accept(new ElectorCommand.Create(ask(null, NO_LEASE, timeout), LeaseRecord.VACANT, timeout));
        }
    }

    /**
     * Sends a write whose outcome is unknown until the store has told it.
     *
     * @return whether it was sent
     */
    boolean write(StoredLease expected, Supplier<LeaseWrite> content, Duration timeout) {
        if (isTooSoon(1, TimerKind.NEXT)) {
            return false;
        }
        LeaseWrite write = content.get();
        unresolved.removeIf(earlier -> age(earlier) > timings.renewDeadline().toNanos());
        unresolved.add(write);
        long request = ask(write, expected.version(), timeout);
        output.accept(new ElectorCommand.Replace(request, expected, write.record(), timeout));
        return true;
    }

    /**
     * Rehearses a write, unless something else is under way: REHEARSAL rings when its time is over, or when its turn has
     * come. There must be room for the read and the write that may be next.
     *
     * @return whether it was sent
     */
    boolean rehearse(StoredLease lease) {
        if (asked != null || isTooSoon(3, TimerKind.REHEARSAL)) {
            return false;
        }
        limiter.sent(time.nanos());
        Duration timeout = timings.attemptTimeout();
        rehearsal = ++requests;
        output.accept(new ElectorCommand.Rehearse(requests, lease, timeout));
        time.arm(TimerKind.REHEARSAL, timeout);
        return true;
    }

    /** Waits no longer for the rehearsal under way. */
    void cancelRehearsal() {
        if (rehearsal != null) {
            output.accept(new ElectorCommand.Cancel(rehearsal));
            rehearsal = null;
        }
    }

    /** The rehearsal under way has been answered. */
    void rehearsed() {
        rehearsal = null;
    }

    private boolean isTooSoon(int requests, TimerKind timer) {
        long wait = limiter.untilFree(requests, time.nanos());
        if (wait > 0) {
            time.arm(timer, Duration.ofNanos(wait));
        }
        return wait > 0;
    }

    private long ask(@Nullable LeaseWrite write, @Nullable Version replaces, Duration timeout) {
        cancel();
        limiter.sent(time.nanos());
        asked = new Asked(++requests, write, replaces, observer.seen());
        time.arm(TimerKind.ATTEMPT, timeout);
        return requests;
    }

    /** Waits no longer for what is under way. A write stays unresolved. */
    void cancel() {
        cancelRehearsal();
        if (asked != null) {
            output.accept(new ElectorCommand.Cancel(asked.request()));
        }
        over();
    }

    /**
     * The request under way has had no answer in its time.
     *
     * @return the write that was cancelled, if it was one
     */
    @Nullable
    LeaseWrite timedOut() {
        if (asked != null) {
            output.accept(new ElectorCommand.Cancel(asked.request()));
        }
        return failed();
    }

    /**
     * The request under way has been answered.
     *
     * @param found the version of the lease in the answer, if there is one
     * @return the write that is answered, if it was one
     */
    @Nullable
    LeaseWrite answered(@Nullable Version found) {
        Asked over = over();
        if (over == null) {
            return null;
        } else if (over.replaces() == null) {
            backoff.found(found == null ? NO_LEASE : found);
        } else {
            backoff.reset();
        }
        return over.write();
    }

    /**
     * The request under way has failed or lost a race.
     *
     * @return the write that has failed, if it was one
     */
    @Nullable
    LeaseWrite failed() {
        Asked over = over();
        if (over == null) {
            return null;
        }
        backoff.failed(over.replaces());
        return over.write();
    }

    private @Nullable Asked over() {
        time.clear(TimerKind.ATTEMPT);
        Asked over = asked;
        asked = null;
        return over;
    }

    // Writes of unknown outcome.

    /** The outcome of this write is known; writes before it were applied before it or never will be. */
    void settle(LeaseWrite write) {
        unresolved.removeIf(earlier -> earlier.number() <= write.number());
    }

    /** Writes of ours whose outcome is not known. */
    List<LeaseWrite> unresolved() {
        return unresolved;
    }

    /** The latest write whose outcome is not known, unless its time is over; {@code null} if there is none. */
    @Nullable
    LeaseWrite lastUnresolved() {
        LeaseWrite last = unresolved.isEmpty() ? null : unresolved.get(unresolved.size() - 1);
        return last == null || age(last) >= timings.renewDeadline().toNanos() ? null : last;
    }

    void forgetUnresolved() {
        unresolved.clear();
    }

    /** Whether a write of unknown outcome may have put this very record. */
    boolean mayHaveWritten(LeaseRecord record) {
        return unresolved.stream().map(LeaseWrite::record).anyMatch(record::equals);
    }

    private long age(LeaseWrite write) {
        return time.nanos() - write.sent().nanos();
    }
}
