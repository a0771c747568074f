package io.leaderelection.elector.simulation;

import static io.leaderelection.elector.simulation.Fault.ALL;
import static io.leaderelection.elector.simulation.Fault.FOLLOWER;
import static io.leaderelection.elector.simulation.Fault.LEADER;
import static io.leaderelection.elector.simulation.VirtualTime.MILLI;
import static io.leaderelection.elector.simulation.VirtualTime.SECOND;

import io.leaderelection.status.Timings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Faults by the handful: single ones, and combinations in which rules have been known to fail. */
final class Recipes {

    private static final List<FaultKind> EDITS_OF_STRANGERS = List.of(
            FaultKind.DELETE, FaultKind.BLANK, FaultKind.STEAL, FaultKind.DAMAGE, FaultKind.DISTORT, FaultKind.RESTORE);

    private static final Set<FaultKind> HOSTILE =
            EnumSet.of(FaultKind.CONTRADICT, FaultKind.DENY, FaultKind.ANSWERS_LATE, FaultKind.DISTORT);

    private static final Set<FaultKind> PODS =
            EnumSet.of(FaultKind.POD_FAILED, FaultKind.POD_DELETED, FaultKind.CONTAINER_ENDED);

    /** The kinds that anything may be made of: the others have recipes, and a chance, of their own. */
    private static final List<FaultKind> ANYTHING = EnumSet.allOf(FaultKind.class).stream()
            .filter(kind -> !PODS.contains(kind) && !HOSTILE.contains(kind) && kind != FaultKind.BEHIND)
            .filter(kind -> kind != FaultKind.SHORTAGE)
            .toList();

    private final Dice dice;
    private final long lease;
    private final long deadline;
    private final int nodes;
    private final boolean besideStrangers;
    private final List<Fault> faults = new ArrayList<>();

    Recipes(Dice dice, Timings timings, int nodes, boolean besideStrangers) {
        this.dice = dice;
        this.lease = timings.leaseDuration().toNanos();
        this.deadline = timings.renewDeadline().toNanos();
        this.nodes = nodes;
        this.besideStrangers = besideStrangers;
    }

    /** The faults so far, in order of time. */
    List<Fault> faults() {
        return faults.stream().sorted(Comparator.comparingLong(Fault::at)).toList();
    }

    /** Adds some faults from a time on; returns when the last of them ends. */
    long add(long at) {
        int before = faults.size();
        switch (besideStrangers && dice.chance(0.4) ? 0 : dice.below(14)) {
            case 0 -> crash(at);
            case 1 -> stopWhilePaused(at);
            case 2 -> orderlyEnds(at);
            case 3 -> deletion(at);
            case 4 -> edits(at);
            case 5 -> takeoverUnderFailure(at);
            case 6 -> longWork(at);
            case 7 -> renewalsHeld(at);
            case 8 -> oldNews(at);
            case 9 -> halfCut(at);
            case 10 -> sleep(at);
            case 11 -> clocks(at);
            default -> anything(at);
        }
        return faults.subList(before, faults.size()).stream()
                .mapToLong(Fault::end)
                .max()
                .orElse(at);
    }

    /** What people do on purpose, from a time on; returns when the last of it is over. */
    long planned(long from) {
        long at = from;
        for (int i = 4 + dice.below(6); i > 0; i--) {
            int node = dice.chance(0.5) ? LEADER : dice.below(nodes);
            long length = dice.between(SECOND / 2, 8 * SECOND);
            if (dice.chance(0.6)) {
                add(FaultKind.STOP, at, length, node, dice.below(2));
            } else {
                add(FaultKind.RESIGN, at, 0, node, dice.oneOf(0, 3_000));
            }
            at += dice.between(0, 12 * SECOND);
        }
        return at + 8 * SECOND;
    }

    void restore() {
        add(FaultKind.RESTORE, dice.between(20 * SECOND, 60 * SECOND), 0, ALL, 1 + dice.below(8));
    }

    /** What happens to Pods while their processes live on, or to their neighbours. */
    void strikePods(Dice chance, long until) {
        for (int i = chance.below(4); i > 0; i--) {
            FaultKind kind = chance.oneOf(FaultKind.POD_FAILED, FaultKind.POD_DELETED, FaultKind.CONTAINER_ENDED);
            add(kind, chance.between(3 * SECOND, until), 0, chance.chance(0.8) ? LEADER : chance.below(nodes), 0);
        }
        if (besideStrangers && chance.chance(0.5)) {
            // told of the death when the stranger may have taken over
            long told = (lease + chance.between(0, lease)) / MILLI;
            add(FaultKind.CRASH, chance.between(3 * SECOND, until), 2 * lease, LEADER, told);
        }
    }

    /** What a hostile server does, or somebody who edits its lease. */
    void hostile(Dice chance, long until) {
        long at = chance.between(0, until);
        long length = chance.between(SECOND, 2 * lease);
        switch (chance.below(5)) {
            case 0, 1 -> {
                add(FaultKind.CONTRADICT, at, length, ALL, chance.below(1_000));
                add(FaultKind.RESIGN, at + chance.between(0, 5 * SECOND), 0, LEADER, 0);
            }
            case 2 -> add(FaultKind.DENY, at, length, ALL, 0);
            case 3 -> creationsHeardLate(chance, at);
            default -> releasedByNobody(chance, at);
        }
        for (int i = chance.below(3); i > 0; i--) {
            add(FaultKind.DISTORT, chance.between(0, until), 0, ALL, chance.below(1_000));
        }
    }

    /**
     * All begin anew without a lease. The first one creates it, hears no news of that, and is answered only when it knows
     * that another has taken it; then it is deleted, and its holder hears nothing.
     */
    private void creationsHeardLate(Dice chance, long at) {
        long start = at + SECOND;
        int first = chance.below(nodes);
        for (int node = 0; node < nodes; node++) {
            add(FaultKind.CRASH, at, node == first ? SECOND : SECOND + 20 * MILLI, node, 0);
        }
        add(FaultKind.DELETE, at + SECOND / 2, 0, ALL, 0);
        add(FaultKind.ANSWERS_LATE, start - MILLI, 30 * MILLI, first, deadline / 4 / MILLI);
        add(FaultKind.NEWS_LOST, start - MILLI, 30 * MILLI, first, 0);
        add(FaultKind.CUT, start + SECOND / 4, deadline, LEADER, 0);
        add(FaultKind.DELETE, start + SECOND / 4 + chance.between(MILLI, deadline / 3), 0, ALL, 0);
    }

    /** The seal is removed, somebody comes who has never seen it, and the name is removed, too. */
    private void releasedByNobody(Dice chance, long at) {
        add(FaultKind.NEWS_LOST, at, deadline, LEADER, 0);
        add(FaultKind.DAMAGE, at + MILLI, 0, ALL, 4);
        add(FaultKind.CRASH, at + 2 * MILLI, chance.between(MILLI, SECOND / 4), FOLLOWER, 0);
        add(FaultKind.BLANK, at + chance.between(SECOND / 4, 2 * SECOND), 0, ALL, chance.below(3));
    }

    /** Elector threads that do not keep up while other threads call: in one schedule of four, and at its first grant. */
    void fallBehind(Dice chance, long until) {
        if (chance.chance(0.25)) {
            add(FaultKind.BEHIND, 0, chance.between(2 * SECOND, 10 * SECOND), ALL, 0);
            add(FaultKind.BEHIND, chance.between(10 * SECOND, until), chance.between(SECOND, 2 * lease), ALL, 0);
        }
    }

    /** Processes are short of something, in the midst of everything else. */
    void starve(Dice chance, long until) {
        for (int i = chance.chance(0.3) ? 1 + chance.below(3) : 0; i > 0; i--) {
            long length =
                    chance.chance(0.5) ? chance.between(10 * MILLI, deadline) : chance.between(deadline, 3 * lease);
            int target = chance.chance(0.5) ? LEADER : chance.chance(0.3) ? ALL : chance.below(nodes);
            add(FaultKind.SHORTAGE, chance.between(3 * SECOND, until), length, target, 0);
        }
    }

    // Single faults.

    private void anything(long from) {
        long at = from;
        for (int i = 1 + dice.below(5); i > 0; i--) {
            FaultKind kind = dice.oneOf(ANYTHING);
            add(kind, at, length(), target(kind), parameter(kind));
            at += dice.between(0, 15 * SECOND);
        }
    }

    private int target(FaultKind kind) {
        return dice.chance(0.5) ? LEADER : dice.chance(0.3) ? ALL : dice.below(nodes);
    }

    /** Short, about half a deadline, about a deadline, about a lease duration, or long. */
    private long length() {
        return switch (dice.below(5)) {
            case 0 -> dice.between(10 * MILLI, deadline / 2);
            case 1 -> dice.between(deadline / 3, deadline);
            case 2 -> dice.between(deadline, lease);
            case 3 -> dice.between(lease, 2 * lease + 5 * SECOND);
            default -> dice.between(10 * MILLI, 2 * SECOND);
        };
    }

    private long parameter(FaultKind kind) {
        return switch (kind) {
            case CRASH -> obituary();
            case STOP -> dice.below(2);
            case RESIGN -> dice.between(0, 10_000);
            case SLOW -> dice.between(50, 4_000);
            case WRITES_HELD -> dice.between(200, 20_000);
            case NEWS_SLOW -> dice.between(50, 8_000);
            case WALL_STEP -> dice.chance(0.5) ? dice.between(-90_000, 90_000) : dice.between(-5_000, 5_000);
            case RELABEL -> dice.between(50, 1_500);
            case BLANK, STEAL, DAMAGE -> dice.below(1_000);
            default -> 0;
        };
    }

    /** Milliseconds until a death is proven: never, soon, or when another may lead. */
    private long obituary() {
        return switch (dice.below(3)) {
            case 0 -> 0;
            case 1 -> dice.between(1, 1_000);
            default -> dice.between(1_000, 2 * lease / MILLI);
        };
    }

    // Combinations.

    /** The leader dies; its successor may be helped by an obituary, or hindered. */
    private void crash(long at) {
        add(FaultKind.CRASH, at, dice.between(SECOND, 30 * SECOND), LEADER, obituary());
        if (dice.chance(0.4)) {
            add(FaultKind.WRITES_HELD, at - dice.between(0, 4 * SECOND), 5 * SECOND, LEADER, 10_000);
        }
        if (dice.chance(0.3)) {
            add(FaultKind.CRASH, at + dice.between(0, 2 * lease), SECOND, dice.below(nodes), obituary());
        }
    }

    /** SIGSTOP, SIGTERM pending, SIGCONT when another may lead. */
    private void stopWhilePaused(long at) {
        long length = dice.between(deadline, 2 * lease + 5 * SECOND);
        int node = dice.below(nodes);
        add(FaultKind.PAUSE, at, length, node, 0);
        add(FaultKind.STOP, at + dice.between(0, length), length + 10 * SECOND, node, dice.below(2));
        add(FaultKind.NEWS_SLOW, at + length - SECOND, 5 * SECOND, ALL, 3_000);
    }

    /** One orderly end after another, some with listeners that take their time. */
    private void orderlyEnds(long from) {
        long at = from;
        for (int i = 1 + dice.below(4); i > 0; i--) {
            if (dice.chance(0.5)) {
                add(FaultKind.STOP, at, dice.between(SECOND, 20 * SECOND), LEADER, dice.below(2));
            } else {
                add(FaultKind.RESIGN, at, 0, LEADER, dice.between(0, 8_000));
            }
            if (dice.chance(0.3)) {
                add(FaultKind.SLOW_LISTENER, at, 5 * SECOND, ALL, 0);
            }
            if (dice.chance(0.4)) {
                FaultKind kind =
                        dice.oneOf(FaultKind.SLOW, FaultKind.LOSSY, FaultKind.ANSWERS_CUT, FaultKind.WRITES_HELD);
                add(kind, at - SECOND, dice.between(SECOND, 6 * SECOND), LEADER, 3_000);
            }
            at += dice.between(0, 2 * lease);
        }
    }

    /** The lease is deleted, once or more often, with somebody not looking, in a race, or new to it. */
    private void deletion(long at) {
        if (dice.chance(0.6)) {
            FaultKind kind =
                    dice.oneOf(FaultKind.NEWS_LOST, FaultKind.NEWS_SLOW, FaultKind.CUT, FaultKind.NEWS_STALLED);
            add(kind, at - SECOND, dice.between(2 * SECOND, lease), LEADER, 5_000);
        }
        if (dice.chance(0.5)) {
            add(FaultKind.CRASH, at - SECOND, dice.between(SECOND, 3 * SECOND), FOLLOWER, 0);
        }
        long next = at;
        for (int i = 1 + dice.below(3); i > 0; i--) {
            add(FaultKind.DELETE, next, 0, ALL, 0);
            next += dice.chance(0.5) ? dice.between(MILLI, 2 * SECOND) : dice.between(SECOND, lease + 5 * SECOND);
        }
    }

    /** The record is edited while the holder is not looking. */
    private void edits(long at) {
        if (dice.chance(0.7)) {
            FaultKind kind = dice.oneOf(
                    FaultKind.CUT, FaultKind.NEWS_LOST, FaultKind.NEWS_SLOW, FaultKind.NEWS_STALLED, FaultKind.PAUSE);
            add(kind, at - SECOND, dice.between(2 * SECOND, lease), LEADER, 5_000);
        }
        long next = at;
        for (int i = 1 + dice.below(4); i > 0; i--) {
            FaultKind kind = dice.oneOf(FaultKind.BLANK, FaultKind.STEAL, FaultKind.DAMAGE);
            add(kind, next, 0, ALL, dice.below(1_000));
            next += dice.chance(0.5) ? dice.between(MILLI, 2 * SECOND) : dice.between(SECOND, lease + 5 * SECOND);
        }
    }

    /** The leader is gone, and when its lease expires the candidates' writes are late, lost or raced by a deletion. */
    private void takeoverUnderFailure(long at) {
        add(dice.oneOf(FaultKind.CRASH, FaultKind.PAUSE), at, dice.between(lease, 2 * lease), LEADER, 0);
        long expiry = at + lease - deadline / 3;
        FaultKind kind = dice.oneOf(
                FaultKind.WRITES_HELD, FaultKind.SLOW, FaultKind.ANSWERS_CUT, FaultKind.LOSSY, FaultKind.STALL);
        add(kind, expiry, dice.between(deadline / 2, lease), dice.chance(0.5) ? ALL : dice.below(nodes), 6_000);
        if (dice.chance(0.5)) {
            add(FaultKind.DELETE, expiry + dice.between(0, deadline), 0, ALL, 0);
        }
        if (dice.chance(0.3)) {
            add(FaultKind.RELABEL, expiry, deadline, ALL, dice.between(20, 500));
        }
    }

    /** Work that does not listen, and a term that ends in order or is lost, and perhaps a start again. */
    private void longWork(long at) {
        add(FaultKind.LONG_WORK, at, dice.between(2 * SECOND, 10 * SECOND), ALL, 0);
        long end = at + 3 * SECOND;
        FaultKind kind = dice.oneOf(
                FaultKind.STOP, FaultKind.RESIGN, FaultKind.CUT, FaultKind.PAUSE, FaultKind.DELETE, FaultKind.STEAL);
        add(kind, end, dice.between(deadline, lease + 5 * SECOND), LEADER, 0);
        if (dice.chance(0.4)) {
            add(FaultKind.STOP, end + dice.between(0, lease), dice.between(SECOND, 10 * SECOND), dice.below(nodes), 0);
        }
    }

    /** Renewals are applied late, and a pause comes between what is sent and what is heard. */
    private void renewalsHeld(long from) {
        long at = from;
        for (int i = 1 + dice.below(3); i > 0; i--) {
            add(FaultKind.WRITES_HELD, at, dice.between(SECOND, deadline), LEADER, dice.between(500, 9_000));
            if (dice.chance(0.5)) {
                add(FaultKind.PAUSE, at + dice.between(0, 5 * SECOND), dice.between(SECOND, deadline), LEADER, 0);
            }
            if (dice.chance(0.6)) {
                add(FaultKind.CUT, at + dice.between(SECOND, deadline), dice.between(deadline, 2 * lease), LEADER, 0);
            }
            at += dice.between(SECOND, 20 * SECOND);
        }
    }

    /** Changes of leader whose news comes late and out of order. */
    private void oldNews(long at) {
        add(FaultKind.NEWS_SLOW, at, dice.between(10 * SECOND, 30 * SECOND), ALL, dice.between(500, 8_000));
        add(dice.oneOf(FaultKind.RESIGN, FaultKind.STOP, FaultKind.CRASH), at + SECOND, 3 * SECOND, LEADER, 1);
        add(FaultKind.RESIGN, at + dice.between(2 * SECOND, 20 * SECOND), 0, LEADER, 0);
    }

    /** Reads and news pass, writes do not, or the other way round. */
    private void halfCut(long at) {
        FaultKind kind = dice.oneOf(FaultKind.WRITES_CUT, FaultKind.ANSWERS_CUT, FaultKind.WRITES_HELD, FaultKind.CUT);
        add(kind, at, dice.between(deadline, 3 * lease), LEADER, 15_000);
        if (dice.chance(0.3)) {
            add(FaultKind.NEWS_LOST, at, 2 * lease, ALL, 0);
        }
    }

    /** The leader's machine sleeps, while its wall clock may be wrong or stuck. */
    private void sleep(long at) {
        int node = dice.below(nodes);
        if (dice.chance(0.3)) {
            add(FaultKind.WALL_STUCK, at - 2 * SECOND, 40 * SECOND, node, 0);
        }
        add(FaultKind.SUSPEND, at, length(), dice.chance(0.6) ? LEADER : node, 0);
    }

    /** Wall clocks step and stick, which must not matter. */
    private void clocks(long from) {
        long at = from;
        for (int i = 1 + dice.below(4); i > 0; i--) {
            FaultKind kind = dice.oneOf(FaultKind.WALL_STEP, FaultKind.WALL_STUCK);
            add(kind, at, dice.between(SECOND, 30 * SECOND), target(kind), parameter(kind));
            at += dice.between(0, 8 * SECOND);
        }
        if (dice.chance(0.5)) {
            add(dice.oneOf(FaultKind.CUT, FaultKind.PAUSE, FaultKind.CRASH), from + 5 * SECOND, length(), LEADER, 0);
        }
    }

    private void add(FaultKind kind, long at, long length, int target, long parameter) {
        boolean passing = kind.effect() == FaultKind.Effect.EDITS && kind != FaultKind.DENY
                || kind == FaultKind.RESIGN
                || kind == FaultKind.WATCH_BROKEN
                || kind == FaultKind.WALL_STEP
                || PODS.contains(kind);
        if (kind == FaultKind.RESTORE && !faults.isEmpty() && parameter == 0
                || besideStrangers && EDITS_OF_STRANGERS.contains(kind)) {
            return;
        }
        faults.add(new Fault(kind, Math.max(at, 0), passing ? 0 : length, target, parameter));
    }
}
