package io.leaderelection.group;

import io.leaderelection.group.Assignment.Draft;
import io.leaderelection.group.Assignment.Shape;
import io.leaderelection.group.Member.Phase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one member has to say at one moment: facts that cannot be undone (S2). Each belongs into the assignment until it stands
 * there, so that a write that loses a race, or whose answer is lost, is simply made again from what is then known.
 *
 * @param me this member, as it wants to stand in the assignment
 * @param established whether nobody can think any more that he has this seat: the record has named this member before, or
 *     a lease duration has passed since it took the seat
 * @param held tokens of the shards that it owns, or whose work has not ended yet
 * @param released tokens of the shards that it owned, or was given, and whose work has ended
 * @param givenBack those of them that it gave back by itself
 * @param ended for seats that this member has taken from their holders: the token by which it did
 * @param empty seats that were found empty after the present record was made
 * @param mostMoving how many shards may be on their way at a time
 */
record Report(
        Member me,
        boolean established,
        Map<Integer, Long> held,
        Map<Integer, Long> released,
        List<Integer> givenBack,
        Map<Integer, Long> ended,
        Set<Integer> empty,
        int mostMoving) {

    /**
     * The beginning of a record where there is none that can be believed: only this member is known (S7).
     *
     * @param restored whether there has been a record before
     */
    Assignment begin(Shape shape, long number, boolean restored) {
        return Assignment.unknown(shape, number).with(number, draft -> {
            draft.restored = restored;
            edit(draft);
        });
    }

    /** The assignment with these facts in it, and with what follows from them; empty if it has them all. */
    Optional<Assignment> addTo(Assignment current, long number) {
        if (isTold(current)) {
            return Optional.empty();
        }
        return Optional.of(current.with(number, this::edit));
    }

    /** Whether all members of a record that this one cannot join are known to be gone. */
    boolean outlives(Assignment foreign) {
        return foreign.members().values().stream()
                .allMatch(member -> member.seat() == me.seat()
                        ? member.token() < me.token()
                        : isOutdated(member, ended.getOrDefault(member.seat(), 0L)));
    }

    private boolean isTold(Assignment current) {
        Member present = current.members().get(me.seat());
        boolean mine = present != null && present.token() == me.token();
        if (present != null && present.token() > me.token()) {
            return true;
        } else if (mine && current.unknown().contains(me.seat()) && mayVouch(current.isRestored())) {
            return false;
        } else if (me.phase() == Phase.LEAVING ? !hasLeft(current, mine) : !mine || isOtherwise(present)) {
            return false;
        }
        return released.entrySet().stream().noneMatch(shard -> owns(current, shard.getKey(), shard.getValue()))
                && ended.entrySet().stream()
                        .noneMatch(seat -> isOutdated(current.members().get(seat.getKey()), seat.getValue()))
                && empty.stream().noneMatch(current.unknown()::contains);
    }

    private boolean isOtherwise(@Nullable Member present) {
        return present != null && present.phase() != me.phase();
    }

    /** Whether all is said by a member that leaves: what it still holds it goes on to hold, without a further word. */
    private boolean hasLeft(Assignment current, boolean listed) {
        return held.isEmpty() ? !listed : listed || !current.unknown().contains(me.seat());
    }

    private boolean owns(Assignment current, int shard, long token) {
        return current.owner(shard) == me.seat()
                && current.member(me.seat(), me.token()) != null
                && current.token(shard) == token;
    }

    private static boolean isOutdated(@Nullable Member member, long token) {
        return member != null && member.token() < token;
    }

    private void edit(Draft draft) {
        ended.forEach((seat, token) -> {
            if (isOutdated(draft.members.get(seat), token)) {
                draft.remove(seat);
            }
        });
        draft.unknown.removeAll(empty);
        join(draft);
        released.forEach((shard, token) -> {
            if (draft.owns(me.seat(), shard) && draft.tokens[shard] == token) {
                draft.release(shard);
            }
        });
        if (me.phase() == Phase.LEAVING && held.isEmpty()) {
            draft.remove(me.seat());
        }
        if (draft.unknown.isEmpty()) {
            Placement.place(draft, mostMoving, me, givenBack);
        }
    }

    /** Whoever had the seat in an earlier term has lost it by that. */
    private void join(Draft draft) {
        Member before = draft.members.get(me.seat());
        if (before != null && before.token() != me.token()) {
            draft.remove(me.seat());
            before = null;
        }
        boolean unheard = draft.unknown.contains(me.seat());
        if (before == null && me.phase() == Phase.LEAVING && !unheard) {
            return;
        }
        draft.members.put(me.seat(), before == null ? me.joinedAt(draft.number) : me.joinedAt(before.joined()));
        if (unheard && mayVouch(draft.restored)) {
            draft.unknown.remove(me.seat());
            held.forEach((shard, token) -> claim(draft, shard, token));
        }
    }

    /**
     * Whether nobody but this member can own anything by its seat. A seat without a lease is taken at once, though whoever
     * had it may not have heard yet that it was deleted.
     */
    private boolean mayVouch(boolean restored) {
        return established || !restored;
    }

    private void claim(Draft draft, int shard, long token) {
        if (draft.owners[shard] == Assignment.NOBODY && draft.tokens[shard] <= token) {
            draft.owners[shard] = me.seat();
            draft.tokens[shard] = token;
        }
    }
}
