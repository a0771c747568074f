package io.leaderelection.elector.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What went wrong when and for whom, so that a loss can be excused and calm can be told from trouble. */
final class Disturbances {

    private static final Set<FaultKind> OF_SERVER = EnumSet.of(
            FaultKind.STALL,
            FaultKind.RESTART,
            FaultKind.THROTTLE,
            FaultKind.FAIL,
            FaultKind.FORBID,
            FaultKind.CONTRADICT,
            FaultKind.DENY,
            FaultKind.DISTORT,
            FaultKind.DELETE,
            FaultKind.BLANK,
            FaultKind.STEAL,
            FaultKind.DAMAGE,
            FaultKind.RELABEL,
            FaultKind.RESTORE);

    /** Until the last untrue answer has been heard. */
    private static final long LAST_DENIAL = 10 * VirtualTime.SECOND;

    private static final Set<FaultKind> OF_NEWS =
            EnumSet.of(FaultKind.NEWS_LOST, FaultKind.NEWS_SLOW, FaultKind.NEWS_STALLED);

    /** A label edited more often than this meets so many renewals that a term may be lost. */
    private static final long OFTEN_MILLIS = 100;

    /** A shortage is made good within a second or so of its end, by each thing that was refused. */
    private static final long AFTERMATH = 5 * VirtualTime.SECOND / 2;

    private static final class Span {
        private final Fault fault;
        private final List<Node> struck;
        private final long from;
        private long to = Long.MAX_VALUE;

        Span(Fault fault, List<Node> struck, long from) {
            this.fault = fault;
            this.struck = struck;
            this.from = from;
        }

        boolean strikes(Node node) {
            return struck.contains(node) || OF_SERVER.contains(fault.kind());
        }
    }

    private final World world;
    private final List<Span> spans = new ArrayList<>();

    /** Stops, within a process that lives on, of replicas that did not lead. */
    private final Set<Fault> stopsOfFollowers = new HashSet<>();

    private int active;
    private long latest;
    private long lastEdit = -1;

    /** Until a wait that an untrue answer has begun is over, or a pause that was asked for: only then is the lease taken. */
    private long waitingUntil;

    Disturbances(World world) {
        this.world = world;
    }

    boolean strikesServer(FaultKind kind) {
        return OF_SERVER.contains(kind);
    }

    void begin(Fault fault, List<Node> struck) {
        FaultKind.Effect effect = fault.kind().effect();
        if (effect == FaultKind.Effect.EDITS) {
            lastEdit = world.time().now();
        } else if (effect == FaultKind.Effect.DISTURBS || OF_NEWS.contains(fault.kind()) || isFastLabelling(fault)) {
            spans.add(new Span(fault, struck, world.time().now()));
        }
        if (keepsOthersFromLeading(fault)) {
            active++;
        }
        if (fault.kind() == FaultKind.STOP
                && fault.parameter() == 0
                && struck.stream().noneMatch(Node::isOpen)) {
            stopsOfFollowers.add(fault);
        }
        if (fault.kind() == FaultKind.RESIGN) {
            // Each has been told to leave the lease to others for so long, and does if it might have taken it.
            waitsUntil(world.time().now(), fault.parameter() * VirtualTime.MILLI);
        }
        latest = world.time().now();
    }

    /** While a replica is stopped, others lead. */
    private static boolean keepsOthersFromLeading(Fault fault) {
        return fault.kind().effect() != FaultKind.Effect.NONE && fault.kind() != FaultKind.STOP;
    }

    /** Some node may wait for so long by its own clock, which may be the slowest. */
    private void waitsUntil(long from, long local) {
        waitingUntil =
                Math.max(waitingUntil, from + (long) (local / world.schedule().slowest()));
    }

    private static boolean isFastLabelling(Fault fault) {
        return fault.kind() == FaultKind.RELABEL && fault.parameter() < OFTEN_MILLIS;
    }

    void end(Fault fault, List<Node> struck) {
        spans.stream().filter(span -> span.fault == fault).forEach(span -> span.to = feltUntil(fault, struck));
        if (fault.kind() == FaultKind.DENY) {
            lastEdit = world.time().now() + LAST_DENIAL;
            waitsUntil(lastEdit, world.schedule().longestWait().toNanos());
        }
        if (stopsOfFollowers.remove(fault)) {
            // It still knows of whoever led when it was stopped, and nothing of that one's end.
            waitsUntil(
                    world.time().now(),
                    world.schedule().timings().leaseDuration().toNanos());
        }
        if (keepsOthersFromLeading(fault)) {
            active--;
        }
        latest = world.time().now();
    }

    /** A fault that ends now is felt until what it has refused is made good, and what it has slowed down has arrived. */
    private long feltUntil(Fault fault, List<Node> struck) {
        long now = world.time().now();
        return switch (fault.kind()) {
            case SHORTAGE -> now + AFTERMATH;
            case SLOW ->
                struck.stream().mapToLong(node -> node.link().slowUntil()).reduce(now, Math::max);
            default -> now;
        };
    }

    /** The server has asked somebody for a pause, during which he hears nothing of the lease unless he watches it. */
    void pauseAskedFor(Duration pause) {
        Duration longest = world.schedule().timings().leaseDuration();
        long heeded = pause.compareTo(longest) < 0 ? pause.toNanos() : longest.toNanos();
        waitsUntil(world.time().now(), heeded);
    }

    /** Whether nothing is wrong, and nothing is on its way or being ended that keeps others from leading. */
    boolean isCalm() {
        return isQuiet() && !world.isHoldingNews();
    }

    /** The same, while news may be on its way: there is some after each renewal. */
    boolean isQuiet() {
        return active == 0
                && world.time().now() >= waitingUntil
                && !world.isHolding()
                && world.server().watchesAreComplete()
                && world.nodes().stream().anyMatch(Node::isCapable)
                && world.nodes().stream().noneMatch(Node::isLettingGo);
    }

    /** When a fault last began or ended. */
    long latest() {
        return latest;
    }

    boolean editedSince(long since) {
        return lastEdit >= since || world.server().denying > 0;
    }

    /** Whether something has been wrong for a node at or after a time, so that it may not have heard of what happened. */
    boolean mayHaveMissed(Node node, long since) {
        return spans.stream().anyMatch(span -> span.strikes(node) && span.to >= since);
    }

    /**
     * The longest time in which something was wrong for a node without half a deadline's rest, among those that reach
     * into a window that ends now. Of faults that overlap each counts for itself: a pause inside a loss of messages
     * leaves less time than either.
     */
    long longestFor(Node node, long windowStart, long rest) {
        List<Span> affecting = spans.stream()
                .filter(span -> span.strikes(node) && !OF_NEWS.contains(span.fault.kind()))
                .sorted(Comparator.comparingLong(span -> span.from))
                .toList();
        long longest = 0;
        long sum = 0;
        long from = Long.MIN_VALUE;
        long to = Long.MIN_VALUE;
        for (Span span : affecting) {
            if (from == Long.MIN_VALUE || span.from - to > rest) {
                from = span.from;
                to = span.to;
                sum = 0;
            } else {
                to = Math.max(to, span.to);
            }
            long now = Math.min(to, world.time().now());
            sum += Math.min(span.to, now) - span.from;
            if (to >= windowStart) {
                longest = Math.max(longest, Math.max(sum, now - from));
            }
        }
        return longest;
    }
}
