package io.leaderelection.elector.simulation;

import io.leaderelection.elector.Randomness;
import io.leaderelection.gate.ElectorClock;
import io.leaderelection.lock.LeaseStore;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The product, and the wrong ways to build it that the simulation must tell from it. A mutant is the product with a line
 * of its source changed ({@code mistakes.diff}) or one rule about deaths replaced, or it lives with a clock, a store or a
 * random source that breaks its promise.
 */
enum Mutant {
    /** The product itself. */
    NONE,
    /** I2: a term lasts from the answer on. */
    VALIDITY_FROM_ANSWER(Oracle.VALIDITY, Oracle.ONE_GATE),
    /** I3: the gate is a flag that the elector's thread sets when it gets round to it. */
    FLAG_GATE(Oracle.VALIDITY, Oracle.ONE_GATE),
    /** A2: durations are measured by the wall clock. */
    WALL_CLOCK(Oracle.VALIDITY, Oracle.ONE_GATE, Oracle.STABILITY),
    /** I6: a record that carries my name is mine. */
    MINE_BY_NAME(Oracle.ONE_GATE, Oracle.LEASE_NAMES_TERM),
    /** The seal counts although it does not fit the record. */
    UNBOUND_SEAL(Oracle.ONE_GATE),
    /** I6: two electors have one incarnation, and one name. */
    ONE_INCARNATION(Oracle.ONE_GATE, Oracle.LEASE_NAMES_TERM),
    /** I8: an adopted write counts from the latest attempt's send time. */
    ADOPTS_WITH_LATEST_SEND_TIME(Oracle.VALIDITY, Oracle.ONE_GATE),
    /** I5: a foreign holder ends nothing before the deadline does. */
    IGNORES_FOREIGN_HOLDER(Oracle.ONE_GATE),
    /** I5: every watch event is news. */
    BELIEVES_OLD_NEWS(Oracle.STABILITY),
    /** I9: the lease is released while work runs. */
    RELEASES_BEFORE_DRAIN(Oracle.WORK_ENDED),
    /** I9: the lease is released in whatever version a fresh read finds. */
    RELEASES_FRESH_VERSION(Oracle.ONE_GATE, Oracle.STABILITY),
    /** I1: replacements do not name the object. */
    NO_UID(Oracle.ONE_GATE, Oracle.LEASE_NAMES_TERM, Oracle.VALIDITY),
    /** I4: the recorded wall time says when the wait is over. */
    WAITS_BY_RENEW_TIME(Oracle.ONE_GATE),
    /** I4: a lost race gives a new version to try again with, not a new wait. */
    KEEPS_WAIT_ON_CONFLICT(Oracle.ONE_GATE),
    /** The token is the count of transitions. */
    TOKEN_IS_TRANSITIONS(Oracle.TOKENS, Oracle.FENCE),
    /** The token is counted in this process alone. */
    TOKEN_IN_MEMORY(Oracle.TOKENS, Oracle.FENCE),
    /** An order to step down closes the gate of the term that has begun, and of no other. */
    OPENS_AFTER_ORDERS(Oracle.STEPS_DOWN),
    /** I8: a read that shows my own record extends the term. */
    EXTENDS_ON_READ(Oracle.VALIDITY, Oracle.ONE_GATE),
    /** I11: a process campaigns while an earlier term's work runs. */
    CAMPAIGNS_DURING_WORK(Oracle.WORK_ENDED),
    /** I9: others are let in, once the lease has expired, while an earlier term's work runs. */
    LETS_EXPIRE_DURING_WORK(Oracle.WORK_ENDED),
    /** I13: a record without a holder is free. */
    TAKES_BLANK(Oracle.ONE_GATE),
    /** I8: the client repeats requests behind the elector's back, and is busy meanwhile. */
    HIDDEN_RETRY(Oracle.STABILITY, Oracle.CALLS),
    /** I13: a name that is gone was given up by the stranger who bore it. */
    BELIEVES_EVERY_BLANK(Oracle.ONE_GATE),
    /** I4: an answer that comes after newer news overwrites it. */
    BELIEVES_LATE_ANSWERS(Oracle.ONE_GATE),
    /** Requests follow each other as fast as they are answered. */
    LIMITS_NO_RATE(Oracle.CALLS),
    /** What the events' thread or the signals' refuses is lost: a revocation is told to nobody. */
    LOSES_REFUSED_NEWS(Oracle.LIVENESS, Oracle.CALLBACKS, Oracle.WORK_ENDED),
    /** A worker for which there was no thread counts as one that runs: the end of its term waits for it for ever. */
    LOSES_REFUSED_WORKERS(Oracle.LIVENESS),
    /** An alarm that could not be set is never set. */
    LOSES_REFUSED_ALARMS(Oracle.LIVENESS),
    /** A rehearsal that is answered counts as a lost race. */
    BELIEVES_REHEARSALS(Oracle.LIVENESS),
    /** A rehearsal that is answered counts as a write. */
    TAKES_REHEARSALS_FOR_WRITES(Oracle.ONE_GATE, Oracle.LEASE_NAMES_TERM, Oracle.REHEARSALS),
    /** Whoever leads goes on rehearsing. */
    REHEARSES_WHILE_LEADING(Oracle.REHEARSALS),
    /** A request calls no rehearsal off. */
    ASKS_BESIDE_REHEARSALS(Oracle.REHEARSALS),
    /** A standby that makes itself known writes what it has read over whatever is there. */
    ANNOUNCES_BLINDLY(Oracle.ONE_GATE, Oracle.LEASE_NAMES_TERM, Oracle.STABILITY, Oracle.TOKENS),
    /** What a standby writes on the lease extends the leader's term. */
    ANNOUNCEMENTS_RENEW(Oracle.VALIDITY, Oracle.ONE_GATE),
    /** I14: a container that was started again has ended, and its process with it. */
    DEAD_BY_RESTART_COUNT(Oracle.ONE_GATE),
    /** I14: a Pod that is not there has ended. */
    DEAD_BY_MISSING_POD(Oracle.ONE_GATE),
    /** I14: a Pod that has failed has ended. */
    DEAD_BY_PHASE(Oracle.ONE_GATE),
    /** I14: a container that left any process's line has ended with all of them. */
    DEAD_BY_LINE_OF_ANOTHER(Oracle.ONE_GATE),
    /** I14: the process that a seal names holds the lease, whoever has taken it over since. */
    DEAD_BY_BROKEN_SEAL(Oracle.ONE_GATE),
    /** I14: a process has ended with its container, though it shares its namespace with others. */
    DEAD_IN_SHARED_NAMESPACE(Oracle.ONE_GATE);

    private final Set<Oracle> catchers = EnumSet.noneOf(Oracle.class);

    Mutant(Oracle... catchers) {
        this.catchers.addAll(List.of(catchers));
    }

    /** The product with this mistake in its source, if it is there. */
    MistakenProduct product() {
        return MistakenProduct.with(Change.allOf(this));
    }

    /** The oracles that are right to catch it. */
    Set<Oracle> catchers() {
        return catchers;
    }

    ElectorClock clock(NodeClock clock) {
        return switch (this) {
            case FLAG_GATE -> new WrongClocks.Flag(clock);
            case WALL_CLOCK -> new WrongClocks.Wall(clock);
            default -> clock;
        };
    }

    LeaseStore store(SimProcess process) {
        LeaseStore store = new SimStore(process, this != NO_UID, this != ANNOUNCES_BLINDLY);
        return this == HIDDEN_RETRY ? new HiddenRetry(store, process) : store;
    }

    Randomness randomness(SimProcess process) {
        return new SimRandomness(process, this == ONE_INCARNATION);
    }

    /** Whether lost work is told to end and then forgotten. */
    boolean forgetsLostWork() {
        return this == CAMPAIGNS_DURING_WORK;
    }

    /** The nodes that take part. */
    List<NodePlan> nodes(List<NodePlan> planned) {
        return this == ONE_INCARNATION
                ? planned.stream().map(plan -> plan.named("twin")).toList()
                : planned;
    }
}
