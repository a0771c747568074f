package io.leaderelection.elector;

import io.leaderelection.gate.ClockReading;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Seal;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import io.leaderelection.status.Timings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The decisions on which safety rests, one method each. The numbers are those of {@code docs/election.md}.
 *
 * <p>There is one set of rules in the product. The methods can be overridden so that the proof can: each mutant of the
 * test suite is this class with one rule replaced by a plausible wrong one, and the simulation must catch it.
 */
class Rules {

    /** I2: a confirmed write counts from before it was sent, for nobody knows when it was applied. */
    ClockReading validFrom(ClockReading sent, ClockReading answered) {
        return sent;
    }

    /** The record's seal, if it was put on exactly this record: other electors keep our annotation and change the rest. */
    Optional<Seal> sealOf(LeaseRecord record) {
        return record.validSeal();
    }

    /** I6: a record is mine if my incarnation has sealed it. The name proves nothing. */
    boolean isMine(LeaseRecord record, String identity, String incarnation) {
        return identity.equals(record.holderIdentity())
                && sealOf(record)
                        .map(Seal::incarnation)
                        .filter(incarnation::equals)
                        .isPresent();
    }

    /** I5: whether news tells nothing that my last confirmed write did not overtake. */
    boolean isOld(Version news, Version confirmed) {
        return news.isOldAgainst(confirmed);
    }

    /**
     * I4: whether an answer tells less than the news that came while it was awaited, or may: then the news counts. An
     * answer is older than the news if it shows a lower revision, and may be if it shows none, or the news did.
     */
    boolean isOvertaken(Observation asked, Observation now, @Nullable Version answer) {
        StoredLease known = now.lease();
        boolean newer = known != null
                && answer != null
                && (answer.equals(known.version()) || known.version().isBefore(answer));
        return now != asked && !newer;
    }

    /** I5: whether a lease that is not as I wrote it ends my term at once. */
    boolean endsTerm(LeaseRecord found) {
        return true;
    }

    /** I8: the write of mine, of unknown outcome, that this record proves applied. */
    Optional<Attempt> adoptable(LeaseRecord found, List<Attempt> unresolved, ClockReading now) {
        return sealOf(found)
                .flatMap(seal -> unresolved.stream()
                        .filter(attempt -> attempt.number() == seal.attempt())
                        .findFirst());
    }

    /**
     * I4: whether a candidate's wait begins anew. A change of metadata alone restarts nothing, else a label edited each
     * second would postpone a takeover for ever.
     */
    boolean restartsWait(StoredLease known, StoredLease found) {
        return !known.version().uid().equals(found.version().uid())
                || !known.record().equals(found.record());
    }

    /** I4: whether a lost race for an expired lease restarts the wait: somebody was alive to win it. */
    boolean restartsWaitOnConflict() {
        return true;
    }

    /** I10: nanoseconds, from the last change seen, before a candidate may take over a lease that is not free. */
    long waitNanos(LeaseRecord record, Timings timings, Duration longestWait, ClockReading now) {
        long own = timings.leaseSeconds();
        long recorded = record.leaseDurationSeconds() == null ? 0 : record.leaseDurationSeconds();
        return Duration.ofSeconds(Math.max(own, Math.min(recorded, longestWait.toSeconds())))
                .toNanos();
    }

    /** I4: when the wait is over: counted from what this process saw itself. No wall clock, mine or another's, has a say. */
    long waitOverAt(long since, long wait, LeaseRecord record, ClockReading now) {
        return since + wait;
    }

    /**
     * I13: whether a stranger that held the lease by the one record has given it up by the other. Whoever blanks a name by
     * hand leaves the times and the duration as they are. client-go and fabric8 write 1 s and two times that are later than
     * those before, client-java no times at all; all of them keep the transitions, and our annotation.
     */
    boolean givesUp(LeaseRecord held, LeaseRecord after) {
        boolean rest = Objects.equals(held.seal(), after.seal())
                && Objects.equals(held.leaseTransitions(), after.leaseTransitions());
        boolean newTimes = Integer.valueOf(1).equals(after.leaseDurationSeconds())
                && Objects.equals(after.renewTime(), after.acquireTime())
                && isLater(after.renewTime(), held.renewTime())
                && isLater(after.acquireTime(), held.acquireTime());
        boolean noTimes = held.renewTime() != null
                && after.renewTime() == null
                && after.acquireTime() == null
                && Objects.equals(held.leaseDurationSeconds(), after.leaseDurationSeconds());
        return held.isHeld() && sealOf(held).isEmpty() && !after.isHeld() && rest && (newTimes || noTimes);
    }

    private static boolean isLater(@Nullable Instant time, @Nullable Instant before) {
        return time != null && before != null && time.isAfter(before);
    }

    /** I13: whether a record without a holder is free although nothing proves that its holder gave it up. */
    boolean takesBlank(LeaseRecord record) {
        return false;
    }

    /**
     * I14: the process by which the lease is held. A proof of death counts for no other: where somebody took over and left
     * our annotation, the process that it names holds nothing any more.
     */
    Optional<String> processOf(LeaseRecord record) {
        return sealOf(record).map(Seal::process);
    }

    /** How many requests may begin within what time, whatever is answered. */
    Pace pace(Timings timings) {
        return new Pace(5, timings.retryPeriod());
    }

    /** I9: whether a term of ours may be released. */
    boolean mayRelease(boolean workRunning) {
        return !workRunning;
    }

    /** I9: whether the lease in this state may be released: only if I checked that it is my own term. */
    boolean releases(boolean isMyTerm) {
        return isMyTerm;
    }

    /** I11: whether this process may campaign. */
    boolean mayCampaign(boolean workRunning) {
        return !workRunning;
    }

    /** Whether the gate opens to a term that begins: not before every order to step down has been carried out. */
    boolean opensGate(int ordersWaiting) {
        return ordersWaiting == 0;
    }

    /** The token of a new term: above every token and every revision that this lease has ever shown. */
    long nextToken(StoredLease lease, long highestKnown, long floor) {
        long recorded = Seal.parse(lease.record().seal())
                .map(Seal::token)
                .filter(token -> token >= 0 && token <= Seal.HIGHEST_TOKEN)
                .orElse(0L);
        long revision = lease.version().number().orElse(0);
        return Math.max(Math.max(recorded, revision), Math.max(highestKnown, floor)) + 1;
    }
}
