package io.leaderelection.elector;

import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Seal;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The decisions on which safety rests, one method each. The numbers are those of {@code docs/election.md}.
 *
 * <p>The simulation must catch each plausible mistake in them: see its {@code Mutant}.
 */
final class Rules {

    private Rules() {}

    /** The record's seal, if it was put on exactly this record: other electors keep our annotation and change the rest. */
    static Optional<Seal> sealOf(LeaseRecord record) {
        return record.validSeal();
    }

    /** I6: a record is mine if my incarnation has sealed it. The name proves nothing. */
    static boolean isMine(LeaseRecord record, String identity, String incarnation) {
        return identity.equals(record.holderIdentity())
                && sealOf(record)
                        .map(Seal::incarnation)
                        .filter(incarnation::equals)
                        .isPresent();
    }

    /** I5: whether news tells nothing that my last confirmed write did not overtake. */
    static boolean isOld(Version news, Version confirmed) {
        return news.isOldAgainst(confirmed);
    }

    /** I8: the write of mine, of unknown outcome, that this record proves applied. */
    static Optional<LeaseWrite> adoptable(LeaseRecord found, List<LeaseWrite> unresolved) {
        return sealOf(found)
                .flatMap(seal -> unresolved.stream()
                        .filter(write -> write.number() == seal.attempt())
                        .findFirst());
    }

    /**
     * I4: whether a candidate's wait begins anew. A change of metadata alone restarts nothing, else a label edited each
     * second would postpone a takeover for ever.
     */
    static boolean restartsWait(StoredLease known, StoredLease found) {
        return !known.version().uid().equals(found.version().uid())
                || !known.record().equals(found.record());
    }

    /**
     * I13: whether a stranger that held the lease by the one record has given it up by the other. Whoever blanks a name by
     * hand leaves the times and the duration as they are. client-go and fabric8 write 1 s and two times that are later than
     * those before, client-java no times at all; all of them keep the transitions, and our annotation.
     */
    static boolean givesUp(LeaseRecord held, LeaseRecord after) {
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

    /**
     * I14: the process by which the lease is held. A proof of death counts for no other: where somebody took over and left
     * our annotation, the process that it names holds nothing any more.
     */
    static Optional<String> processOf(LeaseRecord record) {
        return sealOf(record).map(Seal::process);
    }
}
