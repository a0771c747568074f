package io.leaderelection.group;

import io.leaderelection.Leadership;
import io.leaderelection.Leadership.Role;
import io.leaderelection.LossReason;
import io.leaderelection.gate.ShardTerm;
import io.leaderelection.gate.Term;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One shard as this member has it: idle, owned, or ending until its work and its listeners have come to their end. Belongs to
 * the elector's thread.
 */
final class ShardSlot {

    private final int shard;
    private final List<ShardElection> elections = new ArrayList<>();
    private final List<ShardTerm> terms = new ArrayList<>();

    /** Token of the ownership that is present, or was the last. */
    private long token;

    /** Whether the shard is owned, or its work has not ended. */
    private boolean busy;

    private boolean ending;

    /** Whether this member gives the shard back by itself. */
    private boolean givenBack;

    /** When the end began, in monotonic nanoseconds. */
    private long endedAt;

    ShardSlot(int shard) {
        this.shard = shard;
    }

    /** Has one more election led by the shard's owner. */
    void carry(ShardElection election) {
        elections.add(election);
    }

    int shard() {
        return shard;
    }

    /** The shard's own election. */
    ShardElection election() {
        return elections.get(0);
    }

    List<ShardElection> elections() {
        return elections;
    }

    long token() {
        return token;
    }

    boolean isOwned() {
        return busy && !ending;
    }

    boolean isBusy() {
        return busy;
    }

    boolean isEnding() {
        return ending;
    }

    long endedAt() {
        return endedAt;
    }

    boolean isGivenBack() {
        return givenBack;
    }

    /** This member wants to give the shard back, if it has it. */
    void giveBack() {
        givenBack = isOwned();
    }

    /** A grant has come and gone before it was seen: there was never any work to end. */
    void pass(long granted) {
        token = granted;
        givenBack = false;
    }

    /** Opens the gates. Returns what listeners are told. */
    List<Leadership> begin(Term seat, long granted, Instant now) {
        token = granted;
        busy = true;
        givenBack = false;
        terms.clear();
        List<Leadership> begun = new ArrayList<>(elections.size());
        for (ShardElection election : elections) {
            ShardTerm term = new ShardTerm(seat, granted);
            terms.add(term);
            begun.add(election.begin(term, now));
        }
        return begun;
    }

    void startWork() {
        for (int each = 0; each < terms.size(); each++) {
            elections.get(each).startWork(terms.get(each));
        }
    }

    /**
     * Shuts the gates and has running calls told to stop. May be repeated if it throws.
     *
     * @param whenEnded run once when no call is left, on any thread
     * @return what listeners are told
     */
    List<Leadership> end(LossReason reason, Instant now, long nanos, Runnable whenEnded) {
        List<Leadership> ended = new ArrayList<>(elections.size());
        for (int each = 0; each < terms.size(); each++) {
            elections.get(each).endWork(terms.get(each));
        }
        AtomicInteger running = new AtomicInteger(terms.size());
        for (int each = 0; each < terms.size(); each++) {
            ended.add(elections.get(each).end(terms.get(each), now, reason));
        }
        ending = true;
        endedAt = nanos;
        for (int each = 0; each < terms.size(); each++) {
            elections.get(each).whenEnded(terms.get(each), () -> {
                if (running.decrementAndGet() == 0) {
                    whenEnded.run();
                }
            });
        }
        return ended;
    }

    /** Work and listeners have come to their end. */
    void ended() {
        busy = false;
        ending = false;
    }

    /** Names of the calls that go on. */
    List<String> callsInProgress() {
        return terms.stream().flatMap(term -> term.callsInProgress().stream()).toList();
    }

    /** Takes note of who owns the shard, unless it is this member. */
    void ownedBy(@Nullable Member owner, Instant now) {
        if (!busy) {
            elections.forEach(election -> election.owner(Role.FOLLOWER, owner, now));
        }
    }

    /** This member takes no part any more. */
    void stopped(Instant now) {
        elections.forEach(election -> election.owner(Role.INACTIVE, null, now));
    }
}
