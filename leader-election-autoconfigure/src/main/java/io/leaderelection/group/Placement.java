package io.leaderelection.group;

import io.leaderelection.group.Assignment.Draft;
import io.leaderelection.group.Member.Phase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which shard goes where: a function of the assignment alone. Owners keep what they have. Free shards go to the members with
 * the fewest, in a rolling update to those of the new revision first; then as many are set on their way as make the shares
 * even, and no more than {@code mostMoving} at a time. While there are two revisions only members of the old one give
 * shards away, those first that have moved last: so hardly any moves three times.
 */
final class Placement {

    /** Highest capacity of a member. */
    static final int MOST_CAPACITY = 1_000;

    private final Draft draft;
    private final List<Member> members;
    private final @Nullable String newest;
    private final boolean mixed;

    /** How many shards each seat will have when all moves under way have ended. */
    private final int[] counts;

    private Placement(Draft draft) {
        this.draft = draft;
        this.members = draft.members.values().stream()
                .filter(member -> member.phase() != Phase.LEAVING)
                .toList();
        this.newest = members.stream()
                .max(Comparator.comparingLong(Member::joined))
                .map(Member::revision)
                .orElse(null);
        this.mixed = members.stream().anyMatch(member -> !isNewest(member));
        this.counts = new int[draft.shape.seats()];
    }

    /**
     * Places what is free, and sets on its way what makes the shares even.
     *
     * @param mostMoving how many shards may be on their way at a time
     * @param givenBack shards that this member has given back on purpose, to go to another one if there is one
     */
    static void place(Draft draft, int mostMoving, Member giver, List<Integer> givenBack) {
        Placement placement = new Placement(draft);
        if (!placement.members.isEmpty()) {
            placement.redirect();
            placement.count();
            placement.placeFree(giver, givenBack);
            placement.evenOut(mostMoving);
        }
    }

    /** A target that has gone, or is about to go, is replaced; the owner may have begun to give the shard up. */
    private void redirect() {
        for (int shard = 0; shard < draft.owners.length; shard++) {
            int target = draft.targets[shard];
            if (target != Assignment.NOBODY && member(target) == null) {
                draft.targets[shard] = draft.owners[shard] == Assignment.NOBODY
                        ? Assignment.NOBODY
                        : members.get(0).seat();
            }
        }
    }

    private @Nullable Member member(int seat) {
        return members.stream()
                .filter(member -> member.seat() == seat)
                .findFirst()
                .orElse(null);
    }

    private void count() {
        for (int shard = 0; shard < draft.owners.length; shard++) {
            int holder = holder(shard);
            if (holder != Assignment.NOBODY) {
                counts[holder]++;
            }
        }
    }

    /** Who will have the shard when its move has ended. */
    private int holder(int shard) {
        return draft.targets[shard] == Assignment.NOBODY ? draft.owners[shard] : draft.targets[shard];
    }

    private void placeFree(Member giver, List<Integer> givenBack) {
        int[] quotas = quotas(members, draft.owners.length);
        for (int shard : latestFirst(draft.shards(Assignment.NOBODY))) {
            Member target = member(draft.targets[shard]);
            boolean refused = givenBack.contains(shard) && members.size() > 1;
            if (target == null) {
                target = preferred(shard, quotas, member -> !refused || member.seat() != giver.seat());
                counts[target.seat()]++;
            }
            draft.grant(shard, target);
        }
    }

    /** Those first that have moved last: they are the ones to come to rest at the new revision. */
    private List<Integer> latestFirst(IntStream shards) {
        Comparator<Integer> latest = Comparator.comparingLong(shard -> draft.tokens[shard]);
        return shards.boxed().sorted(latest.reversed()).toList();
    }

    /** A member of the new revision as far as its share goes, else any: the one with the fewest shards for its capacity. */
    private Member preferred(int shard, int[] quotas, Predicate<Member> willing) {
        List<Member> first = members.stream()
                .filter(willing)
                .filter(member -> mixed && isNewest(member) && counts[member.seat()] < quotas[member.seat()])
                .toList();
        List<Member> candidates =
                first.isEmpty() ? members.stream().filter(willing).toList() : first;
        return candidates.stream().min(fewest(shard)).orElseThrow();
    }

    private Comparator<Member> fewest(int shard) {
        Comparator<Member> load = (one, other) -> Long.compare(
                (counts[one.seat()] + 1L) * other.capacity(), (counts[other.seat()] + 1L) * one.capacity());
        return load.thenComparing(member -> weight(shard, member), Comparator.reverseOrder());
    }

    private void evenOut(int mostMoving) {
        List<Member> settled = members.stream()
                .filter(member -> member.phase() == Phase.SETTLED)
                .toList();
        int[] quotas = quotas(
                settled,
                settled.stream().mapToInt(member -> counts[member.seat()]).sum());
        long allowed = mostMoving
                - Arrays.stream(draft.targets)
                        .filter(target -> target != Assignment.NOBODY)
                        .count();
        for (Member donor : settled) {
            if (!mixed || !isNewest(donor)) {
                for (int shard : latestFirst(draft.shards(donor.seat()).filter(this::rests))) {
                    if (allowed > 0
                            && counts[donor.seat()] > quotas[donor.seat()]
                            && move(shard, donor, settled, quotas)) {
                        allowed--;
                    }
                }
            }
        }
    }

    private boolean rests(int shard) {
        return draft.targets[shard] == Assignment.NOBODY;
    }

    private boolean move(int shard, Member donor, List<Member> settled, int[] quotas) {
        List<Member> takers = new ArrayList<>(settled);
        takers.removeIf(member -> counts[member.seat()] >= quotas[member.seat()]);
        if (takers.stream().anyMatch(this::isNewest)) {
            takers.removeIf(member -> !isNewest(member));
        }
        Member taker = takers.stream().min(fewest(shard)).orElse(null);
        if (taker == null) {
            return false;
        }
        draft.targets[shard] = taker.seat();
        counts[donor.seat()]--;
        counts[taker.seat()]++;
        return true;
    }

    /** Even shares by capacity; what does not divide stays with those who have it. Indexed by seat. */
    private int[] quotas(List<Member> sharing, int shards) {
        int[] quotas = new int[counts.length];
        int capacity = sharing.stream().mapToInt(Member::capacity).sum();
        int left = shards;
        for (Member member : sharing) {
            quotas[member.seat()] = (int) ((long) shards * member.capacity() / capacity);
            left -= quotas[member.seat()];
        }
        Comparator<Member> most = Comparator.comparingInt(member -> quotas[member.seat()] - counts[member.seat()]);
        Comparator<Member> rest = Comparator.comparingLong(member -> -((long) shards * member.capacity() % capacity));
        sharing.stream()
                .sorted(most.thenComparing(rest).thenComparing(Member::seat))
                .limit(left)
                .forEach(member -> quotas[member.seat()]++);
        return quotas;
    }

    private boolean isNewest(Member member) {
        return Objects.equals(member.revision(), newest);
    }

    /** Rendezvous hashing: the same members share out the same shards alike, whoever calculates. */
    private static long weight(int shard, Member member) {
        long mixed = (shard + 1) * 0x9E3779B97F4A7C15L ^ (member.seat() + 1) * 0xC2B2AE3D27D4EB4FL;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
