package io.leaderelection.elector.simulation;

import static io.leaderelection.elector.simulation.Fault.ALL;
import static io.leaderelection.elector.simulation.Fault.FOLLOWER;
import static io.leaderelection.elector.simulation.Fault.LEADER;
import static io.leaderelection.elector.simulation.VirtualTime.MILLI;
import static io.leaderelection.elector.simulation.VirtualTime.SECOND;

import io.leaderelection.status.Timings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Schedules, shrunk, that have shown mistakes of the product which are no more. */
enum RecordedSchedule {
    /** A read answered before the acquiring write was applied, heard after the term had begun by that write's news. */
    OLDER_READ_AFTER_ADOPTION(
            47,
            nodes(false, false),
            fault(FaultKind.PAUSE, 6_000, 18_483, LEADER, 0),
            fault(FaultKind.WRITES_HELD, 17_667, 8_024, 0, 4_000),
            fault(FaultKind.SLOW, 21_000, 6_000, 0, 800)),
    /** A late renewal of a lost term, adopted as if it began a new one. */
    LATE_RENEWAL_OF_LOST_TERM(
            1,
            nodes(true, false),
            fault(FaultKind.WRITES_HELD, 6_000, 8_000, LEADER, 9_000),
            fault(FaultKind.CUT, 10_000, 7_000, LEADER, 0)),
    /** Tokens used up by acquiring writes that came to nothing, and lower ones after a deletion. */
    TOKENS_OF_FAILED_ATTEMPTS(
            3,
            nodes(false, false, false),
            fault(FaultKind.CRASH, 6_000, 60_000, LEADER, 0),
            fault(FaultKind.WRITES_CUT, 15_000, 20_000, ALL, 0),
            fault(FaultKind.DELETE, 38_000, 0, ALL, 0)),
    /** An elector that forgets at its second start that it knew of a holder. */
    STARTED_AGAIN_AFTER_DELETION(
            1, nodes(true, true), fault(FaultKind.DELETE, 9_000, 0, ALL, 0), fault(FaultKind.STOP, 9_287, 1_384, 0, 0)),
    /** A record stolen, taken over by one of ours unseen by others, and blanked: not the thief's to give back. */
    BLANKED_AFTER_UNSEEN_TAKEOVER(
            1,
            nodes(true, true, true),
            fault(FaultKind.STEAL, 6_000, 0, ALL, 714),
            fault(FaultKind.BLANK, 22_100, 0, ALL, 310)),
    /** The same, with everything wiped away, the seal included. */
    WIPED_AFTER_UNSEEN_TAKEOVER(
            1,
            nodes(true, true, true),
            fault(FaultKind.STEAL, 6_000, 0, ALL, 300),
            fault(FaultKind.DAMAGE, 22_100, 0, ALL, 348)),
    /**
     * The annotation removed by one edit, a standby that has never seen it, and the name removed by another: no stranger
     * gave that up. Schedule 7,083,665, in fewer words.
     */
    BLANKED_WITHOUT_ITS_SEAL(
            1,
            nodes(true, true),
            fault(FaultKind.DAMAGE, 6_000, 0, ALL, 4),
            fault(FaultKind.CRASH, 6_001, 100, FOLLOWER, 0),
            fault(FaultKind.BLANK, 6_200, 0, ALL, 0)),
    /** Writes refused, and a label edited in a loop, each edit a reason to try again at once. */
    RELABELLED_WHILE_REFUSED(
            1,
            nodes(true, false, false),
            fault(FaultKind.FORBID, 6_000, 30_000, LEADER, 0),
            fault(FaultKind.RELABEL, 14_500, 21_500, ALL, 72)),
    /** A leader that is stopped and started three times within a retry period. */
    STOPPED_AND_STARTED_IN_A_LOOP(
            1,
            nodes(false, false),
            fault(FaultKind.STOP, 6_000, 100, LEADER, 0),
            fault(FaultKind.STOP, 6_300, 100, ALL, 0),
            fault(FaultKind.STOP, 6_600, 100, ALL, 0)),
    /** The annotation removed, the times set back to before all time, and the name removed: not as other electors do it. */
    SET_BACK_AND_BLANKED(
            5,
            nodes(true, true),
            fault(FaultKind.DAMAGE, 6_800, 0, ALL, 4),
            fault(FaultKind.CRASH, 6_801, 100, FOLLOWER, 0),
            fault(FaultKind.DISTORT, 7_000, 0, ALL, 4),
            fault(FaultKind.BLANK, 7_050, 0, ALL, 2)),
    /** The same with the times set ahead: all that others see of a release of client-go, and not to be told from one. */
    FORGED_RELEASE(
            5,
            nodes(true, true),
            fault(FaultKind.DAMAGE, 6_800, 0, ALL, 4),
            fault(FaultKind.CRASH, 6_801, 100, FOLLOWER, 0),
            fault(FaultKind.DAMAGE, 7_000, 0, ALL, 5),
            fault(FaultKind.BLANK, 7_050, 0, ALL, 2)),
    /** Another kind of elector whose clock stands, and who polls sees every second of its renewals: it has to see them. */
    STRANGER_WITH_STUCK_CLOCK(
            202,
            withStranger(true),
            fault(FaultKind.WALL_STUCK, 6_000, 30_000, 1, 0),
            fault(FaultKind.CUT, 11_000, 11_000, 1, 0)),
    /** A release seen, and a race lost against whoever took the lease after it; then the lease is deleted. */
    DELETED_AFTER_A_LOST_RACE(
            4,
            nodes(false, false, false),
            fault(FaultKind.CRASH, 5_814, 1_020, 1, 0),
            fault(FaultKind.CRASH, 5_814, 1_000, 2, 0),
            fault(FaultKind.NEWS_SLOW, 6_000, 19_601, ALL, 2_965),
            fault(FaultKind.DELETE, 6_314, 0, ALL, 0),
            fault(FaultKind.ANSWERS_LATE, 6_813, 30, 2, 2_500),
            fault(FaultKind.NEWS_LOST, 6_813, 30, 2, 0),
            fault(FaultKind.RESIGN, 7_000, 0, LEADER, 1),
            fault(FaultKind.DELETE, 8_719, 0, ALL, 0)),
    /** Taken and given back by an elector that was stopped meanwhile, taken by another, and deleted; then started again. */
    DELETED_AFTER_A_RELEASE(
            1,
            nodes(true, true),
            fault(FaultKind.CRASH, 5_000, 2_576, FOLLOWER, 0),
            fault(FaultKind.DELETE, 6_000, 0, ALL, 0),
            fault(FaultKind.ANSWERS_LATE, 7_588, 20, FOLLOWER, 1_500),
            fault(FaultKind.STOP, 7_650, 4_050, FOLLOWER, 0),
            fault(FaultKind.DELETE, 11_600, 0, ALL, 0)),
    /** An elector that failed at the end of a lost term's work, and waited for that work ever after. */
    END_OF_WORK_FORGOTTEN(
            55,
            nodes(false, true),
            fault(FaultKind.SHORTAGE, 6_000, 40_000, ALL, 0),
            fault(FaultKind.DELETE, 15_000, 0, ALL, 0),
            fault(FaultKind.DELETE, 25_000, 0, ALL, 0),
            fault(FaultKind.DELETE, 35_000, 0, ALL, 0)),
    /** The same faults: an elector that failed while a grant had yet to be told, and told of the term's end twice. */
    REVOKED_TWICE(
            844,
            nodes(false, true),
            fault(FaultKind.SHORTAGE, 6_000, 40_000, ALL, 0),
            fault(FaultKind.DELETE, 15_000, 0, ALL, 0),
            fault(FaultKind.DELETE, 25_000, 0, ALL, 0),
            fault(FaultKind.DELETE, 35_000, 0, ALL, 0));

    private final Schedule schedule;

    RecordedSchedule(long seed, List<NodePlan> nodes, Fault... faults) {
        this.schedule = new Schedule(
                seed,
                Timings.BALANCED,
                Duration.ofSeconds(2),
                Duration.ofSeconds(18),
                true,
                Duration.ZERO,
                nodes,
                List.of(faults),
                true,
                120 * SECOND);
    }

    Schedule schedule() {
        return schedule;
    }

    private static List<NodePlan> nodes(boolean... polls) {
        List<NodePlan> nodes = new ArrayList<>();
        for (boolean poll : polls) {
            nodes.add(new NodePlan("pod-" + nodes.size(), 1, 1_790_000_000_000L, poll, false, false));
        }
        return nodes;
    }

    /** The nodes, and one that runs another kind of elector. */
    private static List<NodePlan> withStranger(boolean... polls) {
        List<NodePlan> nodes = nodes(polls);
        nodes.add(new NodePlan("stranger", 1, 1_790_000_000_000L, false, true, false));
        return nodes;
    }

    private static Fault fault(FaultKind kind, long atMillis, long lengthMillis, int target, long parameter) {
        return new Fault(kind, atMillis * MILLI, lengthMillis * MILLI, target, parameter);
    }
}
