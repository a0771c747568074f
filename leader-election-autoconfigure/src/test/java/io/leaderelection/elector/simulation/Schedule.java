package io.leaderelection.elector.simulation;

import io.leaderelection.status.Timings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One schedule: who takes part, and what goes wrong when. Everything else that happens by chance comes from the seed.
 *
 * @param seed where all chance comes from
 * @param timings L, D and R of all electors
 * @param drainTimeout how long an ended term's work is awaited
 * @param longestWait limit on recorded lease durations
 * @param releasesOnStop whether a stopping leader gives the lease back
 * @param rehearsals how often standbys rehearse their takeover; zero where the store has no way to do that
 * @param nodes who takes part
 * @param faults what goes wrong, in order of time
 * @param keepsPromises whether the store keeps its promises (A1): otherwise overlaps and tokens are not judged
 * @param end how long the schedule is, in nanoseconds
 */
record Schedule(
        long seed,
        Timings timings,
        Duration drainTimeout,
        Duration longestWait,
        boolean releasesOnStop,
        Duration rehearsals,
        List<NodePlan> nodes,
        List<Fault> faults,
        boolean keepsPromises,
        long end) {

    /** What people do on purpose, and what nobody notices: no term ends by it without a release. */
    private static final Set<FaultKind> PLANNED = EnumSet.of(FaultKind.STOP, FaultKind.RESIGN, FaultKind.NEWS_TWICE);

    Schedule without(Fault fault) {
        List<Fault> fewer = new ArrayList<>(faults);
        fewer.remove(fault);
        return new Schedule(
                seed,
                timings,
                drainTimeout,
                longestWait,
                releasesOnStop,
                rehearsals,
                nodes,
                List.copyOf(fewer),
                keepsPromises,
                end);
    }

    /** Whether each term ends with a release of which all hear, so that nobody has to wait for the end of a lease. */
    boolean isPlanned() {
        return releasesOnStop
                && nodes.stream().noneMatch(node -> node.stranger() || node.watchForbidden())
                && faults.stream().allMatch(fault -> PLANNED.contains(fault.kind()));
    }

    double fastest() {
        return nodes.stream().mapToDouble(NodePlan::rate).max().orElse(1);
    }

    double slowest() {
        return nodes.stream().mapToDouble(NodePlan::rate).min().orElse(1);
    }

    /** For people: the schedule, a fault a line. */
    String describe() {
        StringBuilder text = new StringBuilder();
        text.append("seed %d, L/D/R %d/%d/%d ms, drain timeout %s, longest wait %s, %s, rehearsals %s, %d s%n"
                .formatted(
                        seed,
                        timings.leaseDuration().toMillis(),
                        timings.renewDeadline().toMillis(),
                        timings.retryPeriod().toMillis(),
                        drainTimeout,
                        longestWait,
                        releasesOnStop ? "releases on stop" : "does not release on stop",
                        rehearsals,
                        end / VirtualTime.SECOND));
        for (int i = 0; i < nodes.size(); i++) {
            text.append("  node %d: %s%n".formatted(i, nodes.get(i)));
        }
        faults.forEach(fault -> text.append("  %s%n".formatted(fault)));
        return text.toString();
    }
}
