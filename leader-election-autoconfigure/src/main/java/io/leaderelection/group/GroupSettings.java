package io.leaderelection.group;

import io.leaderelection.elector.ElectionSettings;
import io.leaderelection.elector.RevisionGrace;
import io.leaderelection.group.Assignment.Shape;
import io.leaderelection.status.Timings;
import java.time.Duration;
import java.util.SortedSet;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What one member of a group is told at its start.
 *
 * @param name name of the group
 * @param identity name of this instance, for people; it proves nothing
 * @param advertised address to tell to the other members, if any
 * @param revision revision of the application that this instance runs, if it is known
 * @param capacity how many shards this instance takes, against the capacity of others
 * @param shards number of shards
 * @param seats number of seats: at least as many as replicas at any time, a replica more finds none
 * @param hashName name of the function from keys to shards; all members must have the same
 * @param hash the function from keys to numbers, which are taken unsigned, modulo the number of shards
 * @param mostMoving how many shards may be on their way at a time
 * @param rebalanceDelay how long after its start nothing is taken from others for this instance
 * @param carried names of the elections that the group carries
 * @param timings time limits of the seat; their drain timeout is that of each shard, too
 * @param tokenFloor every fencing token is higher than this
 * @param proofOfDeathDelay how long to wait after a proof of death
 * @param longestWait limit on the lease duration that a stranger may have recorded in a seat
 */
public record GroupSettings(
        String name,
        String identity,
        @Nullable String advertised,
        @Nullable String revision,
        int capacity,
        int shards,
        int seats,
        String hashName,
        ToIntFunction<String> hash,
        int mostMoving,
        Duration rebalanceDelay,
        SortedSet<String> carried,
        Timings timings,
        long tokenFloor,
        Duration proofOfDeathDelay,
        Duration longestWait) {

    /** Most shards of a group: their assignment is a text of some 40 KB, of the 256 KB that a Lease may have. */
    public static final int MOST_SHARDS = AssignmentText.MOST_SHARDS;

    /** Most seats of a group. */
    public static final int MOST_SEATS = AssignmentText.MOST_SEATS;

    /** Highest capacity of a member. */
    public static final int MOST_CAPACITY = Placement.MOST_CAPACITY;

    /**
     * @throws IllegalArgumentException if a number is out of its range
     */
    public GroupSettings {
        require("shards", shards, MOST_SHARDS);
        require("seats", seats, MOST_SEATS);
        require("capacity", capacity, MOST_CAPACITY);
        require("mostMoving", mostMoving, MOST_SHARDS);
        rebalanceDelay = Timings.bounded(rebalanceDelay);
    }

    private static void require(String what, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException("%s (%s) must be from 1 to %s".formatted(what, value, most));
        }
    }

    Shape shape() {
        return new Shape(shards, seats, hashName);
    }

    int shardOf(String key) {
        return Integer.remainderUnsigned(hash.applyAsInt(key), shards);
    }

    /** Settings of the election of a seat. */
    ElectionSettings ofSeat(int seat, RevisionGrace grace) {
        return new ElectionSettings(
                name + "-seat-" + seat,
                identity,
                advertised,
                timings,
                true,
                true,
                tokenFloor,
                proofOfDeathDelay,
                longestWait,
                grace);
    }

    /** Name of the election of a shard. */
    public String electionOf(int shard) {
        return name + "-" + shard;
    }
}
