package io.leaderelection.group.simulation;

import io.leaderelection.lock.LeaseRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What must hold in a played group, and what was found not to. */
final class GroupOracles {

    private final GroupWorld world;
    private final long[] tokens;
    private final GroupNode[] open;
    private final Map<GroupNode, List<Long>> requests = new HashMap<>();

    /** The process in which the present event happens. */
    private @Nullable GroupNode touched;

    private @Nullable AssertionError found;

    /** Whether nothing happens any more. */
    boolean calm;

    GroupOracles(GroupWorld world, int shards) {
        this.world = world;
        this.tokens = new long[shards];
        this.open = new GroupNode[shards];
    }

    void check(boolean holds, String oracle, Supplier<String> what) {
        if (!holds && found == null) {
            found = new AssertionError(oracle + ": " + what.get());
        }
    }

    /** Has something happen, and looks at what has come of it. */
    void watch(Runnable event) {
        touched = null;
        event.run();
        if (touched != null) {
            lookAt(touched);
        }
        throwFound();
    }

    private void throwFound() {
        if (found != null && !world.server.begunInIgnorance) {
            throw found;
        }
    }

    // While it is played.

    /** Takes note of a request; the group's own requests are bounded as an election's are. */
    void requested(GroupNode node, String lease) {
        if (lease.equals(GroupWorld.ASSIGNMENT)) {
            long now = world.now();
            long period = GroupWorld.TIMINGS.retryPeriod().toNanos();
            List<Long> sent = requests.computeIfAbsent(node, any -> new ArrayList<>());
            sent.add(now);
            int count = sent.size();
            check(
                    count <= 5 || now - sent.get(count - 6) >= period,
                    "REQUESTS",
                    () -> node + " sends more than five requests in a retry period");
            check(
                    !calm || count < 2 || now - sent.get(Math.max(0, count - 2)) > period / 2,
                    "QUIET",
                    () -> node + " goes on asking though nothing happens");
        }
    }

    /** Something happens in a process: gates of no other one can open by it. */
    void touches(GroupNode node) {
        touched = node;
    }

    private void lookAt(GroupNode node) {
        for (int shard = 0; shard < open.length; shard++) {
            if (node.isOpen(shard)) {
                GroupNode before = open[shard];
                int which = shard;
                check(
                        before == null || before == node || !before.isOpen(shard),
                        "ONE_GATE",
                        () -> "shard " + which + " is open at " + before + " and " + node);
                opened(shard, node);
                open[shard] = node;
            }
        }
    }

    private void opened(int shard, GroupNode owner) {
        long token = owner.group.election(shard).leadership().fencingToken();
        if (open[shard] != owner || token != tokens[shard]) {
            world.tell(() -> "shard " + shard + " opens at " + owner + " with token " + token);
            check(
                    token > tokens[shard],
                    "TOKENS",
                    () -> "shard " + shard + " gets token " + token + " after " + tokens[shard]);
            tokens[shard] = token;
            for (GroupNode node : world.nodes) {
                for (GroupNode.Work work : node.work) {
                    check(
                            work.shard() != shard
                                    || node.dead
                                    || work.call().leadership().fencingToken() == token
                                    || isOver(node),
                            "WORK_ENDED",
                            () -> "shard " + shard + " opens at " + owner + " while " + node + " works on it");
                }
            }
        }
    }

    /** Whether a node's work may be overtaken: it has renewed its seat too long ago, or somebody has taken the seat from it. */
    private boolean isOver(GroupNode node) {
        return node.robbed
                || world.now() - node.renewed
                        >= GroupWorld.TIMINGS.renewDeadline().toNanos();
    }

    /** A member writes its seat. */
    void seatWritten(GroupNode node, LeaseRecord record) {
        node.renewed = world.now();
        node.robbed = false;
        check(
                record.isHeld() || node.dead || node.work.isEmpty(),
                "WORK_ENDED",
                () -> node + " gives its seat back while it works on "
                        + node.work.get(0).shard());
    }

    // At the end.

    void ownedByAll() {
        for (int shard = 0; shard < open.length; shard++) {
            int which = shard;
            check(
                    open[shard] != null && open[shard].isOpen(shard),
                    "OWNED",
                    () -> "shard " + which + " has no owner at the end");
        }
        throwFound();
    }

    void sharedEvenly() {
        List<GroupNode> alive = world.nodes.stream()
                .filter(node -> !node.dead && node.wanted && !node.odd)
                .toList();
        int[] owned = alive.stream()
                .mapToInt(node ->
                        (int) Arrays.stream(open).filter(owner -> owner == node).count())
                .sorted()
                .skip(Math.max(0, alive.size() - world.seats))
                .toArray();
        check(
                isMixed() || owned.length == 0 || owned[owned.length - 1] - owned[0] <= 1,
                "BALANCE",
                () -> "the shares are " + Arrays.toString(owned));
        throwFound();
    }

    /** In a mixed group members of the new revision keep what they have got. */
    private boolean isMixed() {
        String text = String.valueOf(world.server.assignment());
        return text.contains("revision=old") && text.contains("revision=new");
    }

    /** What they remember: who has opened the gate of each shard last, and with which token. */
    String memory() {
        return Arrays.toString(open) + Arrays.toString(tokens);
    }
}
