package io.leaderelection.group.simulation;

import io.leaderelection.elector.simulation.VirtualTime;
import java.util.List;
import java.util.Random;

/** Leaves everything to chance, which comes from a seed. */
final class GroupChance implements GroupChoices {

    private final Random random;
    private final VirtualTime time = new VirtualTime();

    /** How long the slowest messages take. */
    long slowest = GroupWorld.SECOND;

    GroupChance(long seed) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    }

    @Override
    public VirtualTime time() {
        return time;
    }

    @Override
    public long between(long from, long to) {
        return from + (long) (random.nextDouble() * (to - from));
    }

    @Override
    public double fraction(int place) {
        return random.nextDouble();
    }

    /** Mostly a few milliseconds, sometimes a second. */
    @Override
    public long latency() {
        return random.nextInt(50) == 0 ? between(0, slowest) : between(0, 5 * GroupWorld.MILLI);
    }

    /** Calls begin when the schedule says so. */
    @Override
    public boolean worksOnAllShards() {
        return false;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean half() {
        return random.nextBoolean();
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(below(choices.size()));
    }
}
