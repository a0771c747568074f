package io.leaderelection.group;

import io.leaderelection.Leadership;
import io.leaderelection.LossReason;
import io.leaderelection.elector.ElectorExecutor;
import io.leaderelection.elector.Ports;
import io.leaderelection.elector.Recovery;
import io.leaderelection.gate.Complaints;
import io.leaderelection.gate.Term;
import io.leaderelection.status.DurationText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shards as one member has them: opens and shuts their gates as the assignment says, has everybody told, and knows what is
 * held and what has been released. Belongs to the elector's thread, but for what says otherwise.
 */
final class MemberShards {

    private static final Logger LOG = LoggerFactory.getLogger("io.leaderelection.ShardGroup");

    private final GroupSettings settings;
    private final Ports ports;
    private final ShardListener listener;
    private final GroupEvents events;
    private final ElectorExecutor thread;
    private final Recovery recovery;
    private final Runnable changed;
    private final List<ShardSlot> slots = new ArrayList<>();

    /** Work of revoked shards that goes on beyond the drain timeout. Read by any thread. */
    private volatile List<String> overdue = List.of();

    /**
     * @param listener told of shards
     * @param changed told when the work of a shard has ended
     */
    MemberShards(
            GroupSettings settings,
            Ports ports,
            ShardListener listener,
            ElectorExecutor thread,
            Recovery recovery,
            Runnable changed) {
        this.settings = settings;
        this.ports = ports;
        this.listener = listener;
        this.events = new GroupEvents(ports.events(), new Complaints(settings.name()));
        this.thread = thread;
        this.recovery = recovery;
        this.changed = changed;
        for (int shard = 0; shard < settings.shards(); shard++) {
            slots.add(new ShardSlot(shard));
        }
    }

    /** All shards by their numbers. Any thread. */
    List<ShardSlot> slots() {
        return slots;
    }

    /** Whether it is the calling thread that tells listeners something. */
    boolean isTelling() {
        return events.isTelling();
    }

    // The assignment.

    /** Another assignment is known. */
    void ownedBy(Assignment known) {
        slots.forEach(slot -> slot.ownedBy(known.members().get(known.owner(slot.shard())), now()));
    }

    /** This member takes no part any more. */
    void stopped() {
        slots.forEach(slot -> slot.stopped(now()));
    }

    /**
     * Opens and shuts gates as the assignment says (S1).
     *
     * @param term the term in which this member has its seat; {@code null} if it has none
     * @param reason why shards are lost that are lost now
     * @param canTell whether it could be told at once that a shard was given up; until then it is kept
     */
    void apply(Assignment known, int seat, @Nullable Term term, LossReason reason, BooleanSupplier canTell) {
        Member me = term == null ? null : known.member(seat, term.token());
        boolean seated = term != null && term.isOpen();
        // Since a record was lost this member has not been able to tell what it owns: nobody may grant that.
        boolean unheard = seated && known.unknown().contains(seat);
        boolean patient = seated && isAskedForAny(known) && !canTell.getAsBoolean();
        List<ShardSlot> begun = new ArrayList<>();
        List<Leadership> grants = new ArrayList<>();
        List<ShardSlot> over = new ArrayList<>();
        for (ShardSlot slot : slots) {
            int shard = slot.shard();
            boolean mine = me != null && known.owner(shard) == me.seat();
            boolean keeps = seated && mine && !known.isMoving(shard) && !slot.isGivenBack();
            if (slot.isOwned()) {
                boolean waits = patient && mine && !slot.isGivenBack();
                boolean stays = (keeps || waits) && known.token(shard) == slot.token();
                if (!stays && (slot.isGivenBack() || !unheard)) {
                    over.add(slot);
                }
            } else if (!slot.isBusy() && mine && known.token(shard) > slot.token()) {
                if (keeps && term != null) {
                    grants.addAll(slot.begin(term, known.token(shard), now()));
                    begun.add(slot);
                } else {
                    slot.pass(known.token(shard));
                }
            }
        }
        if (!begun.isEmpty()) {
            granted(begun, grants);
        }
        if (!over.isEmpty()) {
            revoke(over, reason);
        }
        events.catchUp();
    }

    private boolean isAskedForAny(Assignment known) {
        return slots.stream().anyMatch(slot -> slot.isOwned() && known.isMoving(slot.shard()));
    }

    private void granted(List<ShardSlot> begun, List<Leadership> grants) {
        List<Runnable> news = new ArrayList<>();
        List<Leadership> own = new ArrayList<>();
        int next = 0;
        for (ShardSlot slot : begun) {
            own.add(grants.get(next));
            for (ShardElection election : slot.elections()) {
                Leadership leadership = grants.get(next++);
                news.add(() -> election.tellGranted(leadership));
            }
        }
        news.add(0, () -> listener.granted(own));
        events.tell(news, () -> begun.forEach(ShardSlot::startWork));
        Complaints.quietly(() -> LOG.info(
                "Group '{}': '{}' owns {} more shards: {}",
                settings.name(),
                settings.identity(),
                begun.size(),
                ShardNumbers.of(begun)));
    }

    private void revoke(List<ShardSlot> over, LossReason reason) {
        Revocation revocation = new Revocation();
        List<Runnable> news = new ArrayList<>();
        List<Leadership> own = new ArrayList<>();
        for (ShardSlot slot : over) {
            try {
                List<Leadership> ends = revoke(slot, reason, revocation);
                own.add(ends.get(0));
                for (int each = 0; each < ends.size(); each++) {
                    ShardElection election = slot.elections().get(each);
                    Leadership end = ends.get(each);
                    news.add(() -> election.tellRevoked(end, reason));
                }
            } catch (Throwable refused) {
                // Its gate is shut, the rest is tried again; the others must not wait for that.
                recovery.request();
            }
        }
        news.add(0, () -> listener.revoked(own, reason));
        events.tell(news, revocation::heard);
        ports.scheduler().schedule(settings.timings().drainTimeout(), changed);
        Complaints.quietly(() -> LOG.info(
                "Group '{}': '{}' owns {} shards less: {} ({})",
                settings.name(),
                settings.identity(),
                over.size(),
                ShardNumbers.of(over),
                reason));
    }

    private List<Leadership> revoke(ShardSlot slot, LossReason reason, Revocation revocation) {
        CompletableFuture<Void> worked = new CompletableFuture<>();
        List<Leadership> ends = slot.end(reason, now(), ports.clock().nanoTime(), () -> worked.complete(null));
        revocation.add(slot, worked);
        return ends;
    }

    /** Shards that are given up together: those without work are told of together, too, in one write. */
    private final class Revocation {

        private final CompletableFuture<Void> heard = new CompletableFuture<>();

        /** Whether all listeners have heard, and those shards that had no work have ended. */
        private boolean told;

        /** The shard ends when its work has, and all listeners have heard. */
        void add(ShardSlot slot, CompletableFuture<Void> worked) {
            worked.thenCombine(heard, (one, other) -> one)
                    .thenRun(() -> thread.execute(() -> {
                        slot.ended();
                        if (told) {
                            changed.run();
                        }
                    }));
        }

        /** All listeners have heard. Any thread. */
        void heard() {
            heard.complete(null);
            thread.execute(() -> {
                told = true;
                changed.run();
            });
        }
    }

    /** Starts workers for which there was no thread. */
    void startMissingWorkers() {
        for (ShardSlot slot : slots) {
            if (slot.isOwned() && slot.elections().stream().anyMatch(ShardElection::lacksThreads)) {
                ports.events().execute(slot::startWork);
            }
        }
    }

    // What there is to tell.

    /** Whether a shard is owned, or its work has not ended. */
    boolean haveWork() {
        return slots.stream().anyMatch(ShardSlot::isBusy);
    }

    /** Tokens of the shards that are owned, or whose work has not ended. */
    Map<Integer, Long> held() {
        Map<Integer, Long> held = new TreeMap<>();
        for (ShardSlot slot : slots) {
            if (slot.isBusy()) {
                held.put(slot.shard(), slot.token());
            }
        }
        return held;
    }

    /** Tokens of the shards whose work has ended. */
    Map<Integer, Long> released() {
        Map<Integer, Long> released = new TreeMap<>();
        for (ShardSlot slot : slots) {
            if (!slot.isBusy() && slot.token() > 0) {
                released.put(slot.shard(), slot.token());
            }
        }
        return released;
    }

    /** Shards that this member gives back by itself. */
    List<Integer> givenBack() {
        return slots.stream()
                .filter(ShardSlot::isGivenBack)
                .map(ShardSlot::shard)
                .toList();
    }

    long highestToken() {
        return slots.stream().mapToLong(ShardSlot::token).max().orElse(0);
    }

    /** Tells once of work that keeps a revoked shard for too long; it keeps it all the same (S4). */
    void lookForOverdueWork() {
        long limit =
                ports.clock().nanoTime() - settings.timings().drainTimeout().toNanos();
        List<String> late = slots.stream()
                .filter(slot -> slot.isEnding() && slot.endedAt() - limit <= 0)
                .flatMap(slot ->
                        slot.callsInProgress().stream().map(call -> settings.electionOf(slot.shard()) + ": " + call))
                .toList();
        if (!late.isEmpty() && overdue.isEmpty()) {
            Complaints.quietly(() -> LOG.warn(
                    "Group '{}': work of revoked shards goes on after {} and keeps them from their next owner: {}",
                    settings.name(),
                    DurationText.asConfigured(settings.timings().drainTimeout()),
                    late));
        }
        overdue = late;
    }

    /** Work of revoked shards that goes on beyond the drain timeout. Any thread. */
    List<String> overdue() {
        return overdue;
    }

    private Instant now() {
        return ports.clock().now().wallTime();
    }
}
