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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Plausible mistakes in the rules: each is the product's {@link Rules} with one rule replaced. */
public enum WrongRule {
    /** No mistake: the product's rules. */
    NONE(Rules::new),
    /** I2: a term lasts from the answer on, not from the sending. */
    VALIDITY_FROM_ANSWER(ValidityFromAnswer::new),
    /** I6: a record that carries my name is mine. */
    MINE_BY_NAME(MineByName::new),
    /** The seal counts although it does not fit the record. */
    UNBOUND_SEAL(UnboundSeal::new),
    /** I8: an adopted write counts from the latest attempt's send time. */
    ADOPTS_WITH_LATEST_SEND_TIME(AdoptsWithLatestSendTime::new),
    /** I5: a foreign holder ends nothing before the deadline does. */
    IGNORES_FOREIGN_HOLDER(IgnoresForeignHolder::new),
    /** I5: every watch event is news. */
    BELIEVES_OLD_NEWS(BelievesOldNews::new),
    /** I9: the lease is released while work runs. */
    RELEASES_BEFORE_DRAIN(ReleasesBeforeDrain::new),
    /** I9: the lease is released in whatever version a fresh read finds. */
    RELEASES_FRESH_VERSION(ReleasesFreshVersion::new),
    /** I4: the recorded wall time says when the wait is over. */
    WAITS_BY_RENEW_TIME(WaitsByRenewTime::new),
    /** I4: a lost race gives a new version to try again with, not a new wait. */
    KEEPS_WAIT_ON_CONFLICT(KeepsWaitOnConflict::new),
    /** The token is the count of transitions. */
    TOKEN_IS_TRANSITIONS(TokenIsTransitions::new),
    /** The token is counted in this process alone. */
    TOKEN_IN_MEMORY(TokenInMemory::new),
    /** I8: a read that shows my own record extends the term. */
    EXTENDS_ON_READ(ExtendsOnRead::new),
    /** An order to step down closes the gate of the term that has begun, and of no other. */
    OPENS_AFTER_ORDERS(OpensAfterOrders::new),
    /** I11: a process campaigns while an earlier term's work runs. */
    CAMPAIGNS_DURING_WORK(CampaignsDuringWork::new),
    /** I13: a record without a holder is free. */
    TAKES_BLANK(TakesBlank::new),
    /** I14: a death counts for the process that a seal names, whether it fits the record or not. */
    DEATH_BY_BROKEN_SEAL(DeathByBrokenSeal::new),
    /** I13: a name that is gone was given up by the stranger who bore it. */
    BELIEVES_EVERY_BLANK(BelievesEveryBlank::new),
    /** I4: an answer tells how the lease is, whatever was heard while it was on its way. */
    BELIEVES_LATE_ANSWERS(BelievesLateAnswers::new),
    /** Asks as often as there seems to be a reason. */
    KNOWS_NO_PACE(KnowsNoPace::new);

    private final Supplier<Rules> rules;

    WrongRule(Supplier<Rules> rules) {
        this.rules = rules;
    }

    Rules rules() {
        return rules.get();
    }

    private static final class ValidityFromAnswer extends Rules {
        @Override
        ClockReading validFrom(ClockReading sent, ClockReading answered) {
            return answered;
        }
    }

    private static final class MineByName extends Rules {
        @Override
        boolean isMine(LeaseRecord record, String identity, String incarnation) {
            return identity.equals(record.holderIdentity());
        }
    }

    private static final class UnboundSeal extends Rules {
        @Override
        Optional<Seal> sealOf(LeaseRecord record) {
            return Seal.parse(record.seal());
        }
    }

    private static final class AdoptsWithLatestSendTime extends Rules {
        @Override
        Optional<Attempt> adoptable(LeaseRecord found, List<Attempt> unresolved, ClockReading now) {
            return super.adoptable(found, unresolved, now).map(applied -> {
                ClockReading latest = unresolved.get(unresolved.size() - 1).sent();
                return new Attempt(applied.number(), latest, applied.token(), applied.record());
            });
        }
    }

    private static final class IgnoresForeignHolder extends Rules {
        @Override
        boolean endsTerm(LeaseRecord found) {
            return false;
        }
    }

    private static final class BelievesOldNews extends Rules {
        @Override
        boolean isOld(Version news, Version confirmed) {
            return news.equals(confirmed);
        }
    }

    private static final class ReleasesBeforeDrain extends Rules {
        @Override
        boolean mayRelease(boolean workRunning) {
            return true;
        }
    }

    private static final class ReleasesFreshVersion extends Rules {
        @Override
        boolean releases(boolean isMyTerm) {
            return true;
        }
    }

    private static final class WaitsByRenewTime extends Rules {
        @Override
        long waitOverAt(long since, long wait, LeaseRecord record, ClockReading now) {
            Instant renewed = record.renewTime();
            return renewed == null
                    ? super.waitOverAt(since, wait, record, now)
                    : now.nanos()
                            + wait
                            - Duration.between(renewed, now.wallTime()).toNanos();
        }
    }

    private static final class KeepsWaitOnConflict extends Rules {
        private boolean lostRace;

        @Override
        boolean restartsWaitOnConflict() {
            lostRace = true;
            return false;
        }

        @Override
        boolean restartsWait(StoredLease known, StoredLease found) {
            boolean restarts = !lostRace && super.restartsWait(known, found);
            lostRace = false;
            return restarts;
        }
    }

    private static final class TokenIsTransitions extends Rules {
        @Override
        long nextToken(StoredLease lease, long highestKnown, long floor) {
            Integer transitions = lease.record().leaseTransitions();
            return (transitions == null ? 0 : transitions) + 1L;
        }
    }

    private static final class TokenInMemory extends Rules {
        @Override
        long nextToken(StoredLease lease, long highestKnown, long floor) {
            return Math.max(highestKnown, floor) + 1;
        }
    }

    private static final class ExtendsOnRead extends Rules {
        @Override
        Optional<Attempt> adoptable(LeaseRecord found, List<Attempt> unresolved, ClockReading now) {
            return sealOf(found).map(seal -> new Attempt(seal.attempt(), now, seal.token(), found));
        }
    }

    private static final class CampaignsDuringWork extends Rules {
        @Override
        boolean mayCampaign(boolean workRunning) {
            return true;
        }
    }

    private static final class OpensAfterOrders extends Rules {
        @Override
        boolean opensGate(int ordersWaiting) {
            return true;
        }
    }

    private static final class DeathByBrokenSeal extends Rules {
        @Override
        Optional<String> processOf(LeaseRecord record) {
            return Seal.parse(record.seal()).map(Seal::process);
        }
    }

    private static final class BelievesEveryBlank extends Rules {
        @Override
        boolean givesUp(LeaseRecord held, LeaseRecord after) {
            return held.isHeld()
                    && sealOf(held).isEmpty()
                    && !after.isHeld()
                    && Objects.equals(held.seal(), after.seal())
                    && Objects.equals(held.leaseTransitions(), after.leaseTransitions());
        }
    }

    private static final class BelievesLateAnswers extends Rules {
        @Override
        boolean isOvertaken(Observation asked, Observation now, @Nullable Version answer) {
            return false;
        }

        /** The race that it then loses for the lease would tell it that somebody has it. */
        @Override
        boolean restartsWaitOnConflict() {
            return false;
        }
    }

    private static final class KnowsNoPace extends Rules {
        @Override
        Pace pace(Timings timings) {
            return new Pace(5, Duration.ZERO);
        }
    }

    private static final class TakesBlank extends Rules {
        @Override
        boolean takesBlank(LeaseRecord record) {
            return true;
        }
    }
}
