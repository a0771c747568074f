package io.leaderelection.group.simulation;

import io.leaderelection.elector.simulation.Message;
import io.leaderelection.elector.simulation.Move;
import io.leaderelection.elector.simulation.OpenTime;
import io.leaderelection.elector.simulation.SearchedWorld;
import io.leaderelection.elector.simulation.StateHash;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A group of two members that share two shards, played by a search. */
final class SearchedGroup implements SearchedWorld {

    private static final int MOST_STEPS = 1_000;

    private final GroupSearchedChoices choices = new GroupSearchedChoices();
    private final OpenTime time = choices.time();
    private String memory = "";

    final GroupWorld world;

    SearchedGroup(int seats) {
        this.world = new GroupWorld(2, seats, choices, GroupWorld.SILENCE);
    }

    @Override
    public OpenTime time() {
        return time;
    }

    @Override
    public List<GroupNode> participants() {
        return world.nodes.stream().filter(GroupNode::runs).toList();
    }

    @Override
    public void happen(Runnable event) {
        world.oracles.watch(event);
    }

    @Override
    public void playUntil(long end) {
        world.runUntil(end);
    }

    @Override
    public List<Move> faults(StateHash hash) {
        return new GroupFaultMoves(this, hash).possible();
    }

    @Override
    public void look(StateHash hash) {
        String present = world.oracles.memory();
        if (!present.equals(memory)) {
            memory = present;
            hash.ofOracles(present);
        }
    }

    @Override
    public boolean isBeyondPromises() {
        return world.server.begunInIgnorance;
    }

    /** Another process starts. */
    GroupNode starts() {
        GroupNode node = world.enters("n" + world.nodes.size(), "any");
        happenNow(node::start);
        return node;
    }

    /** Has something happen, and all that follows from it at once. */
    void happenNow(Runnable event) {
        happen(event);
        playUntil(time.now());
    }

    // Without disturbance.

    /** Plays until something has come about: alarms ring when they are due, and messages arrive before time passes. */
    void playUndisturbed(BooleanSupplier reached) {
        for (int steps = 0; !reached.getAsBoolean(); steps++) {
            if (steps == MOST_STEPS) {
                throw new IllegalStateException("The opening of the search is never reached");
            }
            List<Message> underWay = time.underWay();
            if (underWay.isEmpty() || nextAlarm() <= time.now()) {
                ringNext();
            } else {
                happenNow(time.arrivalOf(underWay.get(0)));
            }
        }
    }

    private void ringNext() {
        GroupNode first = participants().stream()
                .min(Comparator.comparingLong(this::alarmOf))
                .orElseThrow();
        playUntil(alarmOf(first));
        happenNow(time.alarmOf(first));
    }

    private long nextAlarm() {
        return participants().stream().mapToLong(this::alarmOf).min().orElse(Long.MAX_VALUE);
    }

    private long alarmOf(GroupNode node) {
        return time.dueOf(node).orElse(Long.MAX_VALUE);
    }

    /** Time passes until all may send as many requests as ever. */
    void rest() {
        long end = time.now() + 2 * GroupWorld.SECOND;
        playUndisturbed(() -> isQuietUntil(end));
    }

    /** Whether nothing is under way, and no alarm rings up to a time. */
    boolean isQuietUntil(long then) {
        return time.underWay().isEmpty() && nextAlarm() > then;
    }

    /** Whether all is quiet and these members own all shards, one as many as the other. */
    boolean isSharedOutTo(GroupNode... owners) {
        boolean shared = true;
        for (GroupNode owner : owners) {
            shared &= owner.group.owned().size() == world.shards / owners.length;
        }
        return shared && isQuietUntil(time.now());
    }
}
