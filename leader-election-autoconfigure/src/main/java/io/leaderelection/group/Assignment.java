package io.leaderelection.group;

import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which member of a group owns which shard: one version of the record that all members share. It is immutable; {@link #with}
 * makes the next version of it.
 *
 * <p>A shard is free, owned, or on its way from its owner to a target: the owner keeps it until it says itself, in the next
 * version, that its work has ended (S2, S5).
 */
final class Assignment {

    /** Stands in the place of an owner or a target where there is none. */
    static final int NOBODY = -1;

    private final Shape shape;
    private final long number;
    private final long begun;
    private final boolean restored;
    private final SortedMap<Integer, Member> members;
    private final SortedSet<Integer> unknown;
    private final int[] owners;
    private final int[] targets;
    private final long[] tokens;

    /**
     * What all members of a group must agree on.
     *
     * @param shards number of shards
     * @param seats number of seats
     * @param hash name of the function from keys to shards
     */
    record Shape(int shards, int seats, String hash) {}

    private Assignment(
            Shape shape,
            long number,
            long begun,
            boolean restored,
            SortedMap<Integer, Member> members,
            SortedSet<Integer> unknown,
            int[] owners,
            int[] targets,
            long[] tokens) {
        this.shape = shape;
        this.number = number;
        this.begun = begun;
        this.restored = restored;
        this.members = members;
        this.unknown = unknown;
        this.owners = owners;
        this.targets = targets;
        this.tokens = tokens;
    }

    /** The beginning, and what follows a record that was lost: no seat is known to be empty, and nothing may be granted. */
    static Assignment unknown(Shape shape, long number) {
        Draft draft = new Draft(new Assignment(
                shape,
                number,
                number,
                false,
                new TreeMap<>(),
                new TreeSet<>(),
                filled(shape.shards()),
                filled(shape.shards()),
                new long[shape.shards()]));
        for (int seat = 0; seat < shape.seats(); seat++) {
            draft.unknown.add(seat);
        }
        return draft.finished(number);
    }

    private static int[] filled(int shards) {
        int[] nobody = new int[shards];
        Arrays.fill(nobody, NOBODY);
        return nobody;
    }

    Shape shape() {
        return shape;
    }

    /** Rises with every version. Those shards that a version grants have it for their token. */
    long number() {
        return number;
    }

    /** Number of the version with which the record began, at first or after it was lost. */
    long begun() {
        return begun;
    }

    /** Whether there was a record before this one: seats that have no lease now may have had one. */
    boolean isRestored() {
        return restored;
    }

    SortedMap<Integer, Member> members() {
        return members;
    }

    /** The member in this seat, if it has it in this very term. */
    @Nullable
    Member member(int seat, long token) {
        Member member = members.get(seat);
        return member != null && member.token() == token ? member : null;
    }

    /** Seats whose holders have not said yet what they own. As long as there is one, no shard is granted (S7). */
    SortedSet<Integer> unknown() {
        return unknown;
    }

    /** Seat of the shard's owner, or {@link #NOBODY}. */
    int owner(int shard) {
        return owners[shard];
    }

    /** Seat for which a shard's owner is to give it up, or {@link #NOBODY}. */
    int target(int shard) {
        return targets[shard];
    }

    /** Token of the latest grant of a shard. */
    long token(int shard) {
        return tokens[shard];
    }

    /** Whether the shard is to leave its owner. */
    boolean isMoving(int shard) {
        return targets[shard] != NOBODY;
    }

    /**
     * Whether this cannot have come after the other one: a number is lower than it was, or a token, unless the record has begun
     * anew since (S7).
     */
    boolean isBehind(Assignment earlier) {
        if (number < earlier.number || begun < earlier.begun) {
            return true;
        } else if (begun > earlier.begun) {
            return false;
        }
        for (int shard = 0; shard < tokens.length; shard++) {
            if (tokens[shard] < earlier.tokens[shard]) {
                return true;
            }
        }
        return false;
    }

    /** The next version. */
    Assignment with(long next, Consumer<Draft> edit) {
        Draft draft = new Draft(this);
        draft.number = next;
        edit.accept(draft);
        return draft.finished(next);
    }

    /** A version that is being made. */
    static final class Draft {

        final Shape shape;
        long begun;
        boolean restored;
        final SortedMap<Integer, Member> members;
        final SortedSet<Integer> unknown;
        final int[] owners;
        final int[] targets;
        final long[] tokens;
        long number;

        private Draft(Assignment from) {
            this.shape = from.shape;
            this.number = from.number;
            this.begun = from.begun;
            this.restored = from.restored;
            this.members = new TreeMap<>(from.members);
            this.unknown = new TreeSet<>(from.unknown);
            this.owners = from.owners.clone();
            this.targets = from.targets.clone();
            this.tokens = from.tokens.clone();
        }

        /** Gives a free shard to a member. */
        void grant(int shard, Member member) {
            owners[shard] = member.seat();
            targets[shard] = NOBODY;
            tokens[shard] = number;
        }

        /** Its owner gives the shard up; whoever it was for still comes first. */
        void release(int shard) {
            owners[shard] = NOBODY;
        }

        /** Nobody owns the shard any more. */
        void free(int shard) {
            owners[shard] = NOBODY;
            targets[shard] = NOBODY;
        }

        /** Whoever was in the seat has gone, and owns nothing any more. */
        void remove(int seat) {
            members.remove(seat);
            shards(seat).forEach(this::free);
        }

        boolean owns(int seat, int shard) {
            return owners[shard] == seat;
        }

        /** The shards that this seat owns, or, for {@link #NOBODY}, that are free. */
        IntStream shards(int seat) {
            return IntStream.range(0, owners.length).filter(shard -> owners[shard] == seat);
        }

        private Assignment finished(long next) {
            return new Assignment(
                    shape,
                    next,
                    begun,
                    restored,
                    Collections.unmodifiableSortedMap(members),
                    Collections.unmodifiableSortedSet(unknown),
                    owners,
                    targets,
                    tokens);
        }
    }
}
