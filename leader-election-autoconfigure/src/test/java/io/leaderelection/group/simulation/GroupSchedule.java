package io.leaderelection.group.simulation;

import io.leaderelection.lock.LeaseRecord;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One schedule of a group being played: who takes part, calls, and faults. All of it follows from one seed. */
final class GroupSchedule {

    static final int MOST_SEATS = 7;

    private static final int[] SIZES = {1, 2, 3, 5, 8, 16, 64};

    private final GroupChance chance;
    private final GroupWorld world;
    private long lastFault;

    private GroupSchedule(long seed, Consumer<String> story) {
        this.chance = new GroupChance(seed);
        int shards = SIZES[chance.below(SIZES.length)];
        this.world = new GroupWorld(shards, 3 + chance.below(MOST_SEATS - 2), chance, story);
    }

    /** A world in which nothing happens yet. */
    static GroupWorld world(long seed) {
        return world(seed, GroupWorld.SECOND);
    }

    /** The same, in which the slowest messages take so long. */
    static GroupWorld world(long seed, long slowest) {
        GroupSchedule schedule = new GroupSchedule(seed, GroupWorld.SILENCE);
        schedule.chance.slowest = slowest;
        return schedule.world;
    }

    /** Plays a schedule; tells what was found, or {@code null}. */
    static @Nullable AssertionError play(long seed, Consumer<String> story) {
        GroupSchedule schedule = new GroupSchedule(seed, story);
        try {
            schedule.play();
            return null;
        } catch (AssertionError violation) {
            return schedule.world.server.begunInIgnorance ? null : violation;
        }
    }

    private void play() {
        int members = 2 + chance.below(4);
        for (int i = 0; i < members; i++) {
            GroupNode node = world.enters("n" + i, i < members / 2 ? "old" : chance.half() ? "old" : "new");
            world.after(chance.between(0, 3 * GroupWorld.SECOND), node::start);
        }
        world.after(0, this::call);
        long end = 6 * GroupWorld.SECOND;
        for (int i = chance.below(7); i > 0; i--) {
            end += chance.between(0, 8 * GroupWorld.SECOND);
            world.after(end, this::fault);
        }
        lastFault = end;
        world.runUntil(lastFault + 13 * GroupWorld.SECOND);
        heal();
        world.nodes.stream().filter(node -> node.odd).forEach(GroupNode::stop);
        settle();
    }

    private void settle() {
        long lease = GroupWorld.TIMINGS.leaseDuration().toNanos();
        long retry = GroupWorld.TIMINGS.retryPeriod().toNanos();
        // Calls come to their end, and one seat after the other may have to expire.
        world.runUntil(world.now() + 5 * GroupWorld.SECOND + 2 * lease + 2 * retry);
        world.oracles.ownedByAll();
        // One that has found no seat for two lease durations looks for another one.
        world.runUntil(world.now() + 2 * lease);
        world.oracles.calm = true;
        world.runUntil(world.now() + 5 * GroupWorld.SECOND);
        world.oracles.ownedByAll();
        world.oracles.sharedEvenly();
    }

    private void call() {
        GroupNode node = chance.oneOf(world.nodes);
        int shard = chance.below(world.shards);
        long longest =
                chance.below(20) == 0 && world.now() < lastFault ? 6 * GroupWorld.SECOND : 300 * GroupWorld.MILLI;
        long lasts = chance.between(0, longest);
        node.later(0, () -> node.callsInto(shard, lasts));
        world.after(chance.between(0, 400 * GroupWorld.MILLI), this::call);
    }

    private void fault() {
        GroupNode node =
                chance.oneOf(world.nodes.stream().filter(any -> !any.dead).toList());
        int kind = chance.below(19);
        world.tell(() -> "fault " + kind + " at " + node);
        if (kind <= 8) {
            strike(kind, node);
        } else if (kind <= 16) {
            edit(kind);
        } else {
            join(kind == 17);
        }
    }

    private void strike(int kind, GroupNode node) {
        switch (kind) {
            case 0, 1 -> {
                node.dead = true;
                GroupNode next = world.enters("k" + world.nodes.size(), "new");
                world.after(chance.between(0, 8 * GroupWorld.SECOND), next::start);
            }
            case 2, 3 -> {
                node.paused = true;
                world.after(chance.between(0, 12 * GroupWorld.SECOND), node::resume);
            }
            case 4 -> {
                node.cut = true;
                world.after(chance.between(0, 12 * GroupWorld.SECOND), () -> node.cut = false);
            }
            case 5 -> {
                node.deaf = true;
                world.after(chance.between(0, 12 * GroupWorld.SECOND), () -> node.deaf = false);
            }
            case 6 ->
                node.later(0, () -> {
                    node.stop();
                    node.later(chance.between(0, 8 * GroupWorld.SECOND), node::start);
                });
            case 7 -> node.later(0, node::stop);
            default ->
                node.later(
                        0, () -> node.group.election(chance.below(world.shards)).resign());
        }
    }

    private void edit(int kind) {
        switch (kind) {
            case 9 -> world.server.delete(GroupWorld.ASSIGNMENT);
            case 10 -> world.overwrite(chance.half() ? "" : "v1;number=7;nonsense");
            case 11 -> {
                String text = world.server.assignment();
                if (text != null) {
                    world.overwrite(text.substring(0, chance.below(Math.max(1, text.length()))));
                }
            }
            case 12 ->
                List.copyOf(world.watches).forEach(watch -> {
                    if (chance.below(3) == 0) {
                        watch.run();
                    }
                });
            case 13 -> {
                if (!world.server.past.isEmpty()) {
                    world.server.putBack(chance.oneOf(world.server.past));
                }
            }
            case 14 -> world.rob("seat-" + chance.below(world.seats), null);
            case 15 -> steal("seat-" + chance.below(world.seats));
            default -> {
                world.server.delete(GroupWorld.ASSIGNMENT);
                IntStream.range(0, world.seats).forEach(seat -> world.rob("seat-" + seat, null));
            }
        }
    }

    private void steal(String seat) {
        Instant wall = Instant.ofEpochMilli(world.now() / GroupWorld.MILLI);
        world.rob(seat, new LeaseRecord("stranger", 6, wall, wall, 1, null));
        world.after(
                chance.between(0, 8 * GroupWorld.SECOND),
                () -> world.rob(seat, new LeaseRecord(null, 1, wall, wall, 1, null)));
    }

    private void join(boolean odd) {
        int number = world.nodes.size();
        GroupNode joining =
                odd ? world.enters("odd" + number, "new", world.shards + 1) : world.enters("m" + number, "new");
        joining.odd = odd;
        world.after(chance.between(0, GroupWorld.SECOND), joining::start);
    }

    private void heal() {
        for (GroupNode node : world.nodes) {
            node.cut = false;
            node.deaf = false;
            node.resume();
        }
        if (world.nodes.stream().noneMatch(node -> !node.dead && node.wanted && !node.odd)) {
            GroupNode last = world.enters("last", "new");
            world.after(0, last::start);
        }
    }
}
