package io.leaderelection.group.simulation;

import io.leaderelection.elector.simulation.Change;
import io.leaderelection.elector.simulation.MistakenProduct;
import java.util.Set;

/** The wrong ways to build a group that the simulation must tell from it: each changes lines of the product's source. */
enum GroupMutant {
    /** S2: a shard that is to move is its new owner's at once. */
    GRANTS_BEFORE_RELEASE("ONE_GATE", "WORK_ENDED"),
    /** S5: a shard counts as released when its gate is shut. */
    RELEASES_BEFORE_DRAIN("WORK_ENDED"),
    /** S4: work that does not end is overtaken after three seconds. */
    TRANSFERS_BY_FORCE("WORK_ENDED"),
    /** S2: a seat that somebody stands by for counts as ended. */
    DEAD_WITHOUT_ENDING_THE_SEAT("ONE_GATE", "WORK_ENDED"),
    /** S7: a seat that is found held counts as empty after the record was lost. */
    HELD_SEAT_IS_EMPTY("ONE_GATE", "WORK_ENDED"),
    /** S7: what was found before the record began anew still counts. */
    OLD_FINDINGS_COUNT("ONE_GATE", "WORK_ENDED"),
    /** S7: shards are granted before all members have told what they own. */
    GRANTS_WHILE_UNKNOWN("ONE_GATE", "WORK_ENDED", "TOKENS"),
    /** S7: a member that meets a record which began anew does not tell what it owns. */
    TELLS_NOTHING("ONE_GATE", "WORK_ENDED"),
    /** S7: an older assignment is accepted. */
    ACCEPTS_OLDER("ONE_GATE", "WORK_ENDED", "TOKENS", "OWNED", "BALANCE"),
    /** S1: a member is known by its seat, whatever its term. */
    SEAT_WITHOUT_TERM("ONE_GATE", "TOKENS", "WORK_ENDED"),
    /** S1: a shard's gate does not ask the term of the seat. */
    GATE_WITHOUT_SEAT("ONE_GATE"),
    /** S6: a shard's token is that of its owner's seat. */
    TOKEN_OF_THE_SEAT("TOKENS"),
    /** What a member that has left owned stays unowned. */
    LEAVES_SHARDS_UNOWNED("OWNED"),
    /** Nobody stands by for other members' seats. */
    GUARDS_NOBODY("OWNED", "BALANCE"),
    /** A shard that is to move is kept. */
    KEEPS_WHAT_MOVES("BALANCE"),
    /** Requests follow each other as fast as they are answered. */
    LIMITS_NO_RATE("REQUESTS"),
    /** S5: a seat is released while work of its shards goes on. */
    HOLDS_NO_WORK("WORK_ENDED"),
    /** A seat that is not there was never held, though it was. */
    MISSING_SEAT_IS_EMPTY("ONE_GATE", "WORK_ENDED");

    private final Set<String> catchers;

    GroupMutant(String... catchers) {
        this.catchers = Set.of(catchers);
    }

    MistakenProduct product() {
        return MistakenProduct.with(Change.allOf(this));
    }

    /** Whether it was caught by an oracle that is right to catch it. */
    boolean isCaughtBy(AssertionError violation) {
        return catchers.contains(violation.getMessage().split(":")[0]);
    }
}
