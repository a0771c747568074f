package io.leaderelection.elector.simulation;

import static io.leaderelection.elector.simulation.VirtualTime.MILLI;
import static io.leaderelection.elector.simulation.VirtualTime.SECOND;

import io.leaderelection.LossReason;
import io.leaderelection.gate.ClockReading;
import io.leaderelection.gate.Term;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Seal;
import io.leaderelection.status.Timings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Watches a world and throws a {@link Violation} as soon as something is wrong.
 *
 * <p>Gates open only at events, so that looking after each event sees every overlap, however short. They close by
 * themselves; the instants at which one must have closed are made events, too.
 */
final class Oracles {

    /**
     * A sleep shorter than this is not noticed: the drift that a gate tolerates, and boot time's steps of 10 ms. A clock
     * that runs fast by the wall clock's measure hides a little more.
     */
    private static final long UNNOTICED_SLEEP = 260 * MILLI;

    private static final int QUIET_SECONDS = 20;

    private final World world;
    private final long leaseNanos;
    private final long deadlineNanos;
    private final long liveness;

    /** The first term by which each lease that ever was has been held; {@code null} for a stranger's. */
    private final Map<String, @Nullable TermTrace> firstIn = new HashMap<>();

    /** When the creation of each was sent: news of the lease before that comes later tells nobody anything any more. */
    private final Map<String, Long> createdAt = new HashMap<>();

    /** Terms that began with what somebody had made of the lease by hand, and that looked like a stranger's release. */
    private final Set<TermTrace> misled = new HashSet<>();

    private @Nullable Instant lastRenewal;
    private boolean forged;
    private @Nullable TermTrace named;
    private long highestToken;
    private @Nullable TermTrace latest;
    private int grants;
    private long leaderlessSince;
    private boolean calm;
    private long quietSince;

    Oracles(World world) {
        this.world = world;
        Schedule schedule = world.schedule();
        Timings timings = schedule.timings();
        this.leaseNanos = timings.leaseDuration().toNanos();
        this.deadlineNanos = timings.renewDeadline().toNanos();
        long longest = Math.max(leaseNanos, schedule.longestWait().toNanos());
        boolean editsDuration = schedule.faults().stream()
                .anyMatch(fault -> fault.kind() == FaultKind.DAMAGE
                        || fault.kind() == FaultKind.STEAL
                        || fault.kind() == FaultKind.DISTORT);
        long wait = schedule.isPlanned() ? 0 : editsDuration ? longest : leaseNanos;
        this.liveness = (long) ((wait + 2 * timings.retryPeriod().toNanos()) / schedule.slowest()) + SECOND;
    }

    // (a), (b): gates.

    void beforeEvent() {
        checkGates();
        if (!calm) {
            leaderlessSince = world.time().now();
        }
        if (world.time().now() - leaderlessSince > liveness) {
            throw world.found(new Violation(
                    Oracle.LIVENESS,
                    "no leader for %.3f s although nothing is wrong".formatted((double) liveness / SECOND)));
        }
    }

    void afterEvent() {
        checkGates();
        calm = world.disturbances().isCalm();
        if (!world.disturbances().isQuiet()) {
            quietSince = world.time().now();
        }
        if (!calm || isLed()) {
            leaderlessSince = world.time().now();
        }
    }

    /** (g): after a while without faults, leaders renew, and followers do nothing, or poll if they may not watch. */
    void atEnd() {
        if (world.time().now() - quietSince < 2 * QUIET_SECONDS * SECOND) {
            return;
        }
        for (Node node : world.nodes()) {
            if (member(node) != null) {
                checkCalls(node);
                checkTakesPart(node);
            }
        }
    }

    /** (f): whoever was started takes part, even if others lead: nobody is out for good. */
    private void checkTakesPart(Node node) {
        Member member = member(node);
        if (member != null && member.isOut()) {
            throw world.found(
                    new Violation(Oracle.LIVENESS, node + " is out of the election although nothing is wrong"));
        }
    }

    private void checkCalls(Node node) {
        Timings timings = world.schedule().timings();
        double local = node.clock().rate() * QUIET_SECONDS * SECOND;
        Duration rehearsals = world.schedule().rehearsals();
        boolean leads = node.isOpen();
        boolean polls = !leads && node.link().watchForbidden;
        // A standby whose name was lost writes it again; the leader's renewal conflicts, reads, and is sent anew.
        int names = leads && !rehearsals.isZero() ? 2 * (world.nodes().size() - 1) : 0;
        double allowed = 3
                + names
                + (leads ? local / timings.renewInterval().toNanos() : 0)
                + (polls ? local / (0.8 * timings.retryPeriod().toNanos()) : 0)
                + (leads || rehearsals.isZero() ? 0 : 4 + local / (0.8 * rehearsals.toNanos()));
        int sent = node.budget().inLast(QUIET_SECONDS);
        if (sent > allowed) {
            throw world.found(new Violation(
                    Oracle.CALLS,
                    "%s sent %d requests in the last %d s although nothing was wrong, %.1f allowed"
                            .formatted(node, sent, QUIET_SECONDS, allowed)));
        }
    }

    private boolean isLed() {
        for (Node node : world.nodes()) {
            if (node.isOpen()) {
                return true;
            }
        }
        return false;
    }

    void checkGates() {
        Node open = null;
        for (Node node : world.nodes()) {
            if (node.isOpen()) {
                if (open != null && world.schedule().keepsPromises() && !isExcused(open, node)) {
                    throw world.found(
                            new Violation(Oracle.ONE_GATE, open + " and " + node + " both have an open gate"));
                }
                open = node;
                checkFoundation(node);
            }
        }
    }

    /**
     * The two known risks. A lease is deleted behind the back of its holder, who is cut off, and taken anew by somebody who
     * knew of no holder: whoever takes the new lease after that one may have known of both. Or somebody makes of the lease
     * by hand, field by field, what another kind of elector leaves when it gives the lease back, and it is taken by a
     * process that has never seen that one of ours held it.
     */
    private boolean isExcused(Node one, Node other) {
        return isExcusedTaker(one, other) || isExcusedTaker(other, one);
    }

    private boolean isExcusedTaker(Node taker, Node holder) {
        Member takes = member(taker);
        Member holds = member(holder);
        if (takes == null || holds == null || holds.knowsOfOther()) {
            return false;
        }
        TermTrace taken = takes.trace();
        TermTrace held = holds.trace();
        if (taken == null || held == null || takes.grant() < holds.grant()) {
            return false;
        }
        if (misled.contains(taken) && !takes.process().knewSealOf(held.version().uid(), taken.takenAt())) {
            return true;
        }
        boolean deleted = !taken.version().uid().equals(held.version().uid());
        boolean missed = deleted && world.disturbances().mayHaveMissed(holder, held.namedUntil());
        String lease = taken.version().uid();
        long decided = deleted ? createdAt.getOrDefault(lease, taken.takenAt()) : taken.takenAt();
        return missed && firstIn.get(lease) != taken
                || !takes.process().knewHolderOf(held.version().uid(), held.takenAt(), decided);
    }

    private void checkFoundation(Node node) {
        Member member = member(node);
        if (member == null || !world.schedule().keepsPromises()) {
            return;
        }
        TermTrace trace = member.trace();
        if (trace == null) {
            throw world.found(
                    new Violation(Oracle.LEASE_NAMES_TERM, node + " leads a term that the lease has never named"));
        }
        long now = world.time().now();
        if (trace.namedUntil() != TermTrace.STILL
                && (now - trace.namedUntil()) * world.schedule().fastest() > leaseNanos) {
            throw world.found(new Violation(
                    Oracle.LEASE_NAMES_TERM,
                    node + " leads though the lease has not named it for longer than the lease duration"));
        }
        ClockReading sent = trace.sent();
        long awake = node.clock().nanoTime() - sent.nanos();
        long sinceBoot = node.clock().bootNanos() - sent.bootNanos();
        if (awake >= deadlineNanos || sinceBoot >= deadlineNanos + unnoticedSleep(node)) {
            throw world.found(new Violation(
                    Oracle.VALIDITY,
                    node
                            + " leads %.3f s after it sent its last applied write"
                                    .formatted((double) Math.max(awake, sinceBoot) / SECOND)));
        }
    }

    private long unnoticedSleep(Node node) {
        return UNNOTICED_SLEEP + (long) (Math.abs(node.clock().rate() - 1) * deadlineNanos);
    }

    private static @Nullable Member member(Node node) {
        SimProcess process = node.process();
        return process != null && process.contender() instanceof Member member ? member : null;
    }

    // What the server sees.

    void changed(SimServer.@Nullable Entry before, SimServer.@Nullable Entry after, @Nullable Call by) {
        world.tell(() -> "lease: " + after + " by "
                + (by == null ? "somebody" : by.process().node() + " sent " + by.sent()));
        TermTrace next = after == null ? null : termOf(after, by);
        if (forged && next != null && next != named) {
            misled.add(next);
        }
        boolean onlyLabels = (by == null || by.verb() == Call.Verb.ANNOUNCE)
                && before != null
                && after != null
                && before.record().equals(after.record())
                && before.version().uid().equals(after.version().uid());
        if (onlyLabels) {
            if (named != null) {
                named.relabelled(after.version());
            }
            return;
        }
        if (named != null && named != next) {
            named.namedNoMore(world.time().now());
        }
        if (after != null && by != null && by.verb() == Call.Verb.CREATE) {
            createdAt.put(after.version().uid(), by.sentAt());
        }
        if (after != null
                && after.record().isHeld()
                && !firstIn.containsKey(after.version().uid())) {
            firstIn.put(after.version().uid(), next);
        }
        named = next;
        if (by == null) {
            forged = after != null && looksGivenUp(after.record());
        } else {
            forged = false;
            lastRenewal = Objects.requireNonNull(after).record().renewTime();
        }
    }

    /** Whether a record is as client-go leaves it: for a second, and with times later than any that an elector wrote. */
    private boolean looksGivenUp(LeaseRecord record) {
        Instant time = record.renewTime();
        return !record.isHeld()
                && record.validSeal().isEmpty()
                && Integer.valueOf(1).equals(record.leaseDurationSeconds())
                && time != null
                && time.equals(record.acquireTime())
                && lastRenewal != null
                && time.isAfter(lastRenewal);
    }

    private @Nullable TermTrace termOf(SimServer.Entry after, @Nullable Call by) {
        if (by == null
                || by.seal() == null
                || by.seal().released()
                || !(by.process().contender() instanceof Member member)) {
            return null;
        }
        if (!by.seal().holdsFor(after.record())) {
            return null;
        }
        TermTrace trace = member.applied(by, after.version());
        NodeClock clock = by.process().node().clock();
        long left = deadlineNanos - (clock.nanoTime() - by.sent().nanos());
        world.time().after(Math.max(0, clock.trueNanos(left)), () -> {});
        return trace;
    }

    /** A process sends a request. */
    void sends(Call call) {
        checkRehearsal(call);
        Seal seal = call.seal();
        if (seal != null && seal.released()) {
            givesUp(call.process(), "releases the lease");
        }
    }

    /** A process lets others have the lease: now, or when its time is over. */
    void givesUp(SimProcess process, String how) {
        if (!(process.contender() instanceof Member member)) {
            return;
        } else if (member.work().isRunning()) {
            throw world.found(new Violation(
                    Oracle.WORK_ENDED,
                    "%s %s while work of the term with token %d runs"
                            .formatted(process.node(), how, member.work().runningToken())));
        } else if (!member.listenersAreDone()) {
            throw world.found(
                    new Violation(Oracle.WORK_ENDED, process.node() + " " + how + " before its listener has returned"));
        }
    }

    /** Only a standby rehearses, and nothing is asked beside a rehearsal. */
    private void checkRehearsal(Call call) {
        Call before = call.process().asks(call);
        boolean rehearses = call.isRehearsal();
        boolean beside = before != null && before.isUnderWay() && (rehearses || before.isRehearsal());
        boolean waits = !rehearses || call.process().contender() instanceof Member member && member.waits();
        if (beside || !waits) {
            throw world.found(new Violation(
                    Oracle.REHEARSALS,
                    call.process().node()
                            + (beside
                                    ? " has a second request beside a rehearsal"
                                    : " rehearses, and does not wait for the lease")));
        }
    }

    // Terms.

    /** Number of a term that begins now, among the terms of all. */
    int nextGrant() {
        return ++grants;
    }

    void granted(Member member, Term term) {
        Node node = member.process().node();
        world.tell(() -> node + " leads with token " + term.token());
        checkGates();
        if (member.work().isRunning()) {
            throw world.found(new Violation(
                    Oracle.WORK_ENDED,
                    "%s begins the term with token %d while work of the term with token %d runs"
                            .formatted(node, term.token(), member.work().runningToken())));
        }
        if (!world.schedule().keepsPromises() || !member.isOpen()) {
            // What it needed was not there before its time was over: such a term has let nobody in.
            return;
        }
        if (term.token() <= highestToken) {
            TermTrace trace = member.trace();
            if (latest != null && trace != null && trace.wasDeletedBefore(latest)) {
                // It is told of its lease when that has been deleted and taken again: fenced stores take nothing from
                // it.
                return;
            }
            throw world.found(new Violation(
                    Oracle.TOKENS, node + " has token " + term.token() + " after a term with " + highestToken));
        }
        world.fencedStore().granted(term);
        highestToken = term.token();
        latest = member.trace();
    }

    void lost(Member member, LossReason reason) {
        Node node = member.process().node();
        TermTrace trace = member.trace();
        long takenAt = trace == null ? member.grantedAt() : trace.takenAt();
        if (!world.schedule().keepsPromises() || world.disturbances().editedSince(takenAt)) {
            return;
        }
        long now = world.time().now();
        long half = node.clock().trueNanos(deadlineNanos / 2);
        long window =
                now - (long) ((leaseNanos + deadlineNanos) / world.schedule().slowest());
        long longest = world.disturbances().longestFor(node, window, half);
        if (longest <= half) {
            throw world.found(new Violation(
                    Oracle.STABILITY,
                    "%s lost its term (%s) though nothing was wrong for it for longer than %.3f s"
                            .formatted(node, reason, (double) longest / SECOND)));
        }
    }
}
