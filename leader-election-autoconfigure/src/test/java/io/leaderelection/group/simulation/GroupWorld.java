package io.leaderelection.group.simulation;

import io.leaderelection.elector.simulation.VirtualTime;
import io.leaderelection.group.GroupSettings;
import io.leaderelection.group.KeyHash;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.status.Timings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A group being played: virtual time, a server, processes, and the oracles that watch. */
final class GroupWorld {

    /** Hears no story. */
    static final Consumer<String> SILENCE = line -> {};

    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000 * MILLI;
    static final String ASSIGNMENT = "assignment";
    static final Timings TIMINGS = Timings.of(Duration.ofSeconds(6), Duration.ofSeconds(4), Duration.ofSeconds(1));

    final GroupServer server = new GroupServer();
    final List<GroupNode> nodes = new ArrayList<>();

    /** How each watch is broken. */
    final List<Runnable> watches = new ArrayList<>();

    final int shards;
    final int seats;
    final GroupChoices choices;
    final VirtualTime time;
    final GroupOracles oracles;

    private final Consumer<String> story;

    /**
     * @param choices decides what is left open
     * @param story told what happens, a line at a time
     */
    GroupWorld(int shards, int seats, GroupChoices choices, Consumer<String> story) {
        this.shards = shards;
        this.seats = seats;
        this.choices = choices;
        this.time = choices.time();
        this.story = story;
        this.oracles = new GroupOracles(this, shards);
    }

    /** Another process, not started. */
    GroupNode enters(String name, String revision) {
        return enters(name, revision, shards);
    }

    /** Another process, with a number of shards that may be another one. */
    GroupNode enters(String name, String revision, int sharding) {
        GroupSettings settings = new GroupSettings(
                "g",
                name,
                null,
                revision,
                1,
                sharding,
                seats,
                KeyHash.NAME,
                KeyHash::of,
                Math.max(1, shards / 4),
                Duration.ofMillis(choices.between(0, 1_500)),
                new TreeSet<>(),
                TIMINGS.withDrainTimeout(Duration.ofSeconds(20)),
                0,
                Duration.ZERO,
                Duration.ofMinutes(10));
        GroupNode node = new GroupNode(this, name, settings);
        nodes.add(node);
        return node;
    }

    long now() {
        return time.now();
    }

    void after(long nanos, Runnable task) {
        time.after(nanos, task);
    }

    /** Plays everything that is planned up to a time. */
    void runUntil(long end) {
        while (time.hasEventUntil(end)) {
            Runnable next = time.advance();
            if (server.begunInIgnorance) {
                return;
            }
            oracles.watch(next);
        }
        time.passUntil(end);
    }

    /** Somebody deletes a seat's lease, or writes it. */
    void rob(String seat, @Nullable LeaseRecord record) {
        if (record == null) {
            server.delete(seat);
        } else {
            server.put(seat, record);
        }
        nodes.forEach(node -> node.robbed = true);
    }

    /** Somebody writes the assignment, if there is one. */
    void overwrite(String text) {
        if (server.lease(ASSIGNMENT) != null) {
            server.put(ASSIGNMENT, LeaseRecord.ofAssignment(text));
        }
    }

    void tell(Supplier<String> line) {
        if (story != SILENCE) {
            story.accept("%10.4f  %s".formatted((double) now() / SECOND, line.get()));
        }
    }
}
