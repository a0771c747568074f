package io.leaderelection.elector;

import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Seal;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an elector that does not lead has seen of the lease, and since when it has seen no change.
 *
 * @param looked whether anything was seen at all
 * @param lease the lease as last seen; {@code null} where there is none
 * @param since monotonic time at which this elector saw the last change that restarts its wait (I4)
 * @param lastHeld the record of the last holder known before this state of the lease, or a record without a name for a
 *     holder that was never seen; {@code null} if there was none. As long as there is one, the holder's absence proves
 *     nothing
 * @param unended an earlier holder that has neither given the lease up nor had its time; {@code null} if there is none
 * @param clearedByStranger whether this elector saw a foreign holder, not one of ours, give the lease back (I13)
 * @param sealedSince monotonic time up to which a holder of our kind may have renewed; {@code null} if none was known,
 *     or if it has released since
 * @param heard whether {@code since} is when that change came: not where it was found at first sight, long made perhaps,
 *     nor where the wait began anew
 * @param interval nanoseconds between the last two changes by one holder that were heard: how often it renews; 0 if not
 *     known
 */
record ObservedLease(
        boolean looked,
        @Nullable StoredLease lease,
        long since,
        @Nullable LeaseRecord lastHeld,
        @Nullable Unended unended,
        boolean clearedByStranger,
        @Nullable Long sealedSince,
        boolean heard,
        long interval) {

    /**
     * A holder whose end this elector has not seen. Whoever took the lease since may have known nothing of it, so that its
     * own release does not free the lease.
     *
     * @param record what it wrote last
     * @param since monotonic time since when it has written no more, as far as is known
     */
    record Unended(LeaseRecord record, long since) {}

    /** Before anything was seen. */
    static ObservedLease none(long now) {
        return new ObservedLease(false, null, now, null, null, false, null, false, 0);
    }

    /**
     * Before anything was seen by an elector that starts again: what it knew of holders still counts (I13), but nobody has
     * to wait for one that has given the lease up.
     */
    ObservedLease startedAgain(long now) {
        LeaseRecord last = isGivenUp() ? record() : lastHolder();
        return new ObservedLease(false, null, now, last, unended, false, sealedSince, false, 0);
    }

    LeaseRecord record() {
        return lease == null ? LeaseRecord.VACANT : lease.record();
    }

    /** The record whose holder may still act: the present one's, or the last one's where the present names nobody. */
    LeaseRecord waitedFor() {
        return record().isHeld() || lastHeld == null ? record() : lastHeld;
    }

    /**
     * Whether the lease as seen is free for anybody (I13).
     *
     * @param wait nanoseconds after which a holder of our kind that renewed no more has surely stopped
     */
    boolean isFree(long now, long wait) {
        LeaseRecord record = record();
        if (record.isHeld()) {
            return false;
        }
        boolean cleared = clearedByStranger && (sealedSince == null || now - sealedSince >= wait);
        return isReleased() || cleared || record.wasNeverHeld() && lastHeld == null;
    }

    /**
     * I4: whether an answer tells less than this, which was heard while it was awaited, or may: then the news counts. An
     * answer is older than the news if it shows a lower revision, and may be if it shows none, or the news did.
     *
     * @param asked what was known when the question was asked
     * @param answer the version of the lease in the answer, if there is one
     */
    boolean overtakes(ObservedLease asked, @Nullable Version answer) {
        boolean newer = lease != null
                && answer != null
                && (answer.equals(lease.version()) || lease.version().isBefore(answer));
        return this != asked && !newer;
    }

    /** The state after the lease was read or reported. */
    ObservedLease seen(StoredLease found, long now) {
        if (lease != null && !Rules.restartsWait(lease, found)) {
            long from = mayHideTaker(found) ? now : since;
            return new ObservedLease(
                    true, found, from, lastHeld, unended, clearedByStranger, sealedSince, heard, interval);
        }
        LeaseRecord before = record();
        LeaseRecord after = found.record();
        boolean sameObject =
                lease != null && lease.version().uid().equals(found.version().uid());
        boolean sameHolder = sameObject
                && before.isHeld()
                && String.valueOf(before.holderIdentity()).equals(after.holderIdentity());
        boolean givenUp = sameObject && Rules.givesUp(before, after);
        return new ObservedLease(
                true,
                found,
                now,
                lastHolder(),
                unendedBefore(after, givenUp),
                givenUp,
                sealedSince(before, after, now),
                looked,
                sameHolder ? intervalUntil(now) : 0);
    }

    /**
     * Whether the same record in another version may be all that is left of a holder who came and went: where somebody has
     * wiped the lease clean, he may do so again. It may as well be a label; nobody can tell.
     */
    private boolean mayHideTaker(StoredLease found) {
        return !record().isHeld()
                && lastHeld != null
                && Rules.sealOf(record()).isEmpty()
                && lease != null
                && !found.version().equals(lease.version());
    }

    /** A part of an interval would have a watch suspected of silence before the holder has to renew. */
    private long intervalUntil(long now) {
        return heard ? now - since : interval;
    }

    /** The state after the lease was found missing. */
    ObservedLease missing(long now) {
        return looked && lease == null
                ? this
                : new ObservedLease(true, null, now, lastHolder(), unended, false, sealedSince, true, 0);
    }

    /**
     * Whom to wait for where the lease is gone, or wiped clean. One that was held before may have been taken again unseen,
     * and one for which a race was lost was taken: who did that is not known, and waited for all the same.
     */
    private @Nullable LeaseRecord lastHolder() {
        boolean wasHeld = sealedSince != null || !record().wasNeverHeld();
        return record().isHeld() || lastHeld == null && wasHeld ? record() : lastHeld;
    }

    /** Whether a holder has become known since, so that what waited for the earlier one has not waited for this. */
    boolean knowsOtherHolderThan(ObservedLease earlier) {
        return !Objects.equals(lastHeld, earlier.lastHeld);
    }

    /** The state after this elector itself, having waited as it must, created a vacant lease. */
    ObservedLease created(StoredLease vacant, long now) {
        return new ObservedLease(true, vacant, now, null, null, false, null, true, 0);
    }

    /**
     * The state after somebody may have taken the lease unseen: a race for it was lost, or it was there and is gone. Who
     * that was, perhaps one of ours, has the full time.
     */
    ObservedLease takenUnseen(long now) {
        LeaseRecord taker = lastHeld == null ? LeaseRecord.VACANT : lastHeld;
        return new ObservedLease(looked, lease, now, taker, unended, clearedByStranger, now, false, interval);
    }

    /** Who may act still once the lease is in the next state, beside the holder that this one names. */
    private @Nullable Unended unendedBefore(LeaseRecord after, boolean givenUp) {
        LeaseRecord holder = waitedFor();
        boolean ended = givenUp || isGivenUp() || continues(holder, after);
        return ended || !holder.isHeld() ? unended : new Unended(holder, since);
    }

    /** Whether the last holder, of whatever kind, has given the lease back. */
    private boolean isGivenUp() {
        return !record().isHeld() && (clearedByStranger || isReleased());
    }

    /** Whether the holder, one of our kind, has given the lease back. */
    private boolean isReleased() {
        return Rules.sealOf(record()).filter(Seal::released).isPresent();
    }

    /** Whether a record was written by the same holder: it renews, or releases. */
    private static boolean continues(LeaseRecord holder, LeaseRecord after) {
        String incarnation = Rules.sealOf(holder).map(Seal::incarnation).orElse(null);
        String next = Rules.sealOf(after).map(Seal::incarnation).orElse(null);
        return incarnation == null
                ? next == null && Objects.equals(holder.holderIdentity(), after.holderIdentity())
                : incarnation.equals(next);
    }

    /**
     * A seal that does not fit its record was left over by a stranger. If it is not the one known before, or if the one
     * known before is gone, one of ours may have written meanwhile, and may hold the lease still.
     */
    private @Nullable Long sealedSince(LeaseRecord before, LeaseRecord after, long now) {
        boolean leftOver = Rules.sealOf(after).isEmpty() && Objects.equals(before.seal(), after.seal());
        if (leftOver) {
            return sealedSince;
        }
        boolean released = Seal.parse(after.seal()).filter(Seal::released).isPresent();
        return released ? null : Long.valueOf(now);
    }
}
