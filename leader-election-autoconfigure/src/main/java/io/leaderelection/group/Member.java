package io.leaderelection.group;

import org.jspecify.annotations.Nullable;

/**
 * A member of a group, as it stands in the assignment: the term in which it holds its seat.
 *
 * @param seat number of its seat
 * @param token fencing token of that term: with the seat, it tells this member from any that had the seat before
 * @param phase what may be done with it
 * @param joined number of the assignment that first named it
 * @param capacity its share of the shards, against that of others
 * @param identity its name, for people
 * @param address where it wants to be found, if it tells
 * @param revision revision of the application that it runs, if it tells
 */
record Member(
        int seat,
        long token,
        Phase phase,
        long joined,
        int capacity,
        String identity,
        @Nullable String address,
        @Nullable String revision) {

    /** What may be done with a member. */
    enum Phase {
        /** It has just come: it may be given what nobody owns, and nothing is taken from others for it yet. */
        NEW,
        /** It gets its share. */
        SETTLED,
        /** It gives back what it has, and is given nothing. */
        LEAVING
    }

    Member in(Phase next) {
        return new Member(seat, token, next, joined, capacity, identity, address, revision);
    }

    Member joinedAt(long number) {
        return new Member(seat, token, phase, number, capacity, identity, address, revision);
    }
}
