package io.leaderelection.elector;

import io.leaderelection.gate.ClockReading;
import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.Trouble;
import io.leaderelection.status.StoreStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a candidate's store has answered lately. Written by the elector's thread only, read by any. */
final class StoreContact {

    private static final Facts UNKNOWN = new Facts(0, null, false, null, null, false, null, null);

    private final LeaseStore store;
    private volatile Facts facts = UNKNOWN;

    StoreContact(LeaseStore store) {
        this.store = store;
    }

    /** Begins anew; only the latest trouble is kept for people. */
    void started(ClockReading now) {
        facts = new Facts(now.nanos(), null, false, null, null, false, facts.lastTrouble, null);
    }

    void stopped() {
        Facts before = facts;
        facts = new Facts(before.startedAt, before.contactAt, false, null, null, false, before.lastTrouble, null);
    }

    /** The store has answered a read or a write; {@link Trouble} if not properly. */
    void answered(Answer answer, boolean write, ClockReading now) {
        Facts before = facts;
        if (answer instanceof Trouble trouble) {
            boolean forbidden = trouble.kind() == Trouble.Kind.FORBIDDEN;
            facts = before.failing(
                    shown(trouble, now),
                    forbidden && !write ? first(before.readsForbidden, now) : before.readsForbidden,
                    forbidden && write ? first(before.writesForbidden, now) : before.writesForbidden);
        } else {
            facts = before.fine(
                    now, write ? before.readsForbidden : null, write ? null : before.writesForbidden, false);
        }
    }

    /** The watch has told something. */
    void news(ClockReading now) {
        Facts before = facts;
        facts = before.fine(now, before.readsForbidden, before.writesForbidden, before.failing);
    }

    /** Somebody else leads: whether this instance may write will be seen when it next has to. */
    void othersLead() {
        facts = facts.withoutForbiddenWrites();
    }

    void watching() {
        facts = facts.watching(true, null);
    }

    void polling(Trouble trouble, ClockReading now) {
        facts = facts.watching(false, shown(trouble, now));
    }

    boolean hasWatchTrouble() {
        return facts.watchTrouble != null;
    }

    /** How the contact is at this moment. Any thread. */
    StoreStatus status(long nanos) {
        Facts now = facts;
        Long forbidden = now.writesForbidden == null ? now.readsForbidden : now.writesForbidden;
        long lastSign = now.contactAt == null ? now.startedAt : now.contactAt;
        return new StoreSnapshot(
                store.kind(),
                store.describe(),
                now.watching,
                now.contactAt == null ? null : since(now.contactAt, nanos),
                now.failing ? since(lastSign, nanos) : Duration.ZERO,
                forbidden == null ? Duration.ZERO : since(forbidden, nanos),
                now.lastTrouble,
                now.watchTrouble);
    }

    private static StoreStatus.Failure shown(Trouble trouble, ClockReading now) {
        return new StoreStatus.Failure(trouble.kind(), trouble.message(), now.wallTime());
    }

    private static Long first(@Nullable Long earlier, ClockReading now) {
        return earlier == null ? Long.valueOf(now.nanos()) : earlier;
    }

    private static Duration since(long then, long nanos) {
        return Duration.ofNanos(Math.max(0, nanos - then));
    }

    /**
     * What is known, all of one moment. Times are monotonic.
     *
     * @param failing whether the latest request had no proper answer
     * @param readsForbidden since when the store has refused each read
     * @param writesForbidden since when the store has refused each write
     */
    private record Facts(
            long startedAt,
            @Nullable Long contactAt,
            boolean failing,
            @Nullable Long readsForbidden,
            @Nullable Long writesForbidden,
            boolean watching,
            StoreStatus.@Nullable Failure lastTrouble,
            StoreStatus.@Nullable Failure watchTrouble) {

        Facts withoutForbiddenWrites() {
            return new Facts(startedAt, contactAt, failing, readsForbidden, null, watching, lastTrouble, watchTrouble);
        }

        Facts watching(boolean works, StoreStatus.@Nullable Failure trouble) {
            return new Facts(
                    startedAt, contactAt, failing, readsForbidden, writesForbidden, works, lastTrouble, trouble);
        }

        Facts failing(StoreStatus.Failure trouble, @Nullable Long readsForbidden, @Nullable Long writesForbidden) {
            return new Facts(
                    startedAt, contactAt, true, readsForbidden, writesForbidden, watching, trouble, watchTrouble);
        }

        Facts fine(ClockReading now, @Nullable Long readsForbidden, @Nullable Long writesForbidden, boolean failing) {
            return new Facts(
                    startedAt,
                    now.nanos(),
                    failing,
                    readsForbidden,
                    writesForbidden,
                    watching,
                    lastTrouble,
                    watchTrouble);
        }
    }
}
