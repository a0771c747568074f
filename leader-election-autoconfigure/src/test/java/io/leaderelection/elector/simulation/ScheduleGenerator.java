package io.leaderelection.elector.simulation;

import static io.leaderelection.elector.simulation.VirtualTime.SECOND;

import io.leaderelection.status.Timings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Makes a schedule from a seed. */
final class ScheduleGenerator {

    private static final long FIRST_FAULT = 6 * SECOND;

    private final long seed;
    private final Dice dice;
    private final Dice podDice;
    private final Dice hostileDice;

    private ScheduleGenerator(long seed) {
        this.seed = seed;
        this.dice = new Dice(~seed);
        this.podDice = new Dice(17 * seed + 3);
        this.hostileDice = new Dice(41 * seed + 11);
    }

    static Schedule schedule(long seed) {
        return new ScheduleGenerator(seed).make();
    }

    /** Two replicas that are stopped, started again and asked to step down, and nothing that nobody wants. */
    static Schedule planned(long seed) {
        return new ScheduleGenerator(seed).makePlanned();
    }

    private Schedule makePlanned() {
        Timings timings = timings();
        List<NodePlan> nodes =
                nodes(timings, false).stream().limit(2).map(NodePlan::watching).toList();
        Recipes recipes = new Recipes(dice.split(), timings, nodes.size(), false);
        long end = recipes.planned(FIRST_FAULT);
        return new Schedule(
                seed,
                timings,
                Duration.ofSeconds(20),
                timings.leaseDuration(),
                true,
                rehearsals(new Dice(43 * seed + 13)),
                nodes,
                recipes.faults(),
                true,
                end + 2 * timings.leaseDuration().toNanos());
    }

    private Schedule make() {
        Timings timings = timings();
        boolean beside = dice.chance(0.12);
        boolean restores = !beside && dice.chance(0.03);
        List<NodePlan> nodes = nodes(timings, beside);
        Recipes recipes = new Recipes(dice.split(), timings, nodes.size(), beside);
        long at = FIRST_FAULT;
        for (int i = 1 + dice.below(4); i > 0; i--) {
            at = recipes.add(at) + dice.between(0, 20 * SECOND);
        }
        if (restores) {
            recipes.restore();
        }
        long last = at;
        recipes.strikePods(podDice, last);
        if (hostileDice.chance(0.25)) {
            recipes.hostile(hostileDice, last);
        }
        recipes.fallBehind(new Dice(23 * seed + 5), 10 * SECOND + last);
        recipes.starve(new Dice(29 * seed + 11), last);
        List<Fault> faults = recipes.faults();
        long lastFault = faults.stream().mapToLong(Fault::end).max().orElse(0);
        Duration longestWait = timings.leaseDuration().plusSeconds(dice.below(15));
        long calm = (long) (2.5 * longestWait.toNanos()) + 10 * SECOND;
        return new Schedule(
                seed,
                timings,
                Duration.ofSeconds(dice.oneOf(2, 8, 20)),
                longestWait,
                dice.chance(0.9),
                rehearsals(new Dice(43 * seed + 13)),
                nodes,
                faults,
                !restores,
                Math.max(120 * SECOND, lastFault + calm));
    }

    /** In half of the schedules; seldom as seldom as the product does it, for then there is one in each life. */
    private static Duration rehearsals(Dice dice) {
        return dice.chance(0.5)
                ? Duration.ZERO
                : dice.oneOf(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(15));
    }

    private Timings timings() {
        return dice.chance(0.6)
                ? Timings.BALANCED
                : dice.oneOf(
                        timings(12, 10_000, 2_000),
                        timings(10, 7_000, 1_000),
                        timings(6, 5_000, 1_000),
                        timings(3, 2_000, 400));
    }

    private static Timings timings(int lease, int deadlineMillis, int retryMillis) {
        return Timings.of(Duration.ofSeconds(lease), Duration.ofMillis(deadlineMillis), Duration.ofMillis(retryMillis));
    }

    private List<NodePlan> nodes(Timings timings, boolean beside) {
        int count = dice.chance(beside ? 0.4 : 0.75) ? 3 : dice.oneOf(2, beside ? 2 : 5);
        double ratio = (double) timings.leaseDuration().toNanos()
                / timings.renewDeadline().toNanos();
        double spread = dice.chance(0.5) ? 0 : dice.chance(0.3) ? 1 : dice.fraction();
        double most = Math.pow(ratio * 0.999, 0.5 * spread);
        boolean sameName = dice.chance(0.1);
        List<NodePlan> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double rate = switch (dice.below(3)) {
                case 0 -> most;
                case 1 -> 1 / most;
                default -> 1;
            };
            long wall = dice.chance(0.5) ? 0 : dice.between(-60_000, 60_000);
            boolean stranger = beside && i == count - 1;
            String name = stranger ? "stranger" : sameName && i < 2 ? "pod" : "pod-" + i;
            nodes.add(new NodePlan(
                    name, rate, 1_790_000_000_000L + wall, dice.chance(0.2), stranger, podDice.chance(0.2)));
        }
        return nodes;
    }
}
