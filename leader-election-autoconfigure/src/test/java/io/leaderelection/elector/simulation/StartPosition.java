package io.leaderelection.elector.simulation;

import static io.leaderelection.elector.simulation.VirtualTime.SECOND;

import io.leaderelection.status.Timings;
import java.time.Duration;
import java.util.List;

/** The situations from which a search begins. Two nodes, with one name and different wall clocks: neither may matter. */
enum StartPosition {
    /** Node 0 leads, and node 1 watches. */
    LED,
    /** Node 0 leads, and node 1 is not there. */
    ALONE,
    /** Both have just been started, and there is no lease. */
    NO_LEASE;

    private static final long WALL = 1_790_000_000_000L;

    private static final Schedule SCHEDULE = new Schedule(
            1,
            Timings.BALANCED,
            Duration.ofSeconds(2),
            Timings.BALANCED.leaseDuration(),
            true,
            Duration.ZERO,
            List.of(plan(0), plan(6_000)),
            List.of(),
            true,
            Long.MAX_VALUE);

    private static NodePlan plan(long ahead) {
        return new NodePlan("pod", 1, WALL + ahead, false, false, false);
    }

    /** How many events of so many to try: where everything happens at once there are too many orders. */
    int events(int most) {
        return this == NO_LEASE ? most * 5 / 7 : most;
    }

    /** A world in which this has just come about, before a search. */
    Position position(Mutant mutant, Bounds bounds) {
        SearchedChoices choices = new SearchedChoices();
        World world = world(mutant, choices);
        return new Position(new SearchedElection(world, choices.time(), bounds), bounds.faults());
    }

    private World world(Mutant mutant, SearchedChoices choices) {
        World world = new World(SCHEDULE, mutant, World.SILENCE, choices);
        world.disturbances().begin(new Fault(FaultKind.LOSSY, 0, 3_600 * SECOND, Fault.ALL, 0), world.nodes());
        start(world, 0);
        if (this != NO_LEASE) {
            deliverAll(world, choices.time());
        }
        if (this != ALONE) {
            start(world, 1);
        }
        if (this == LED) {
            deliverAll(world, choices.time());
        }
        return world;
    }

    private static void start(World world, int node) {
        world.happen(() -> world.nodes().get(node).start());
        world.playUntil(world.time().now());
    }

    private static void deliverAll(World world, OpenTime time) {
        for (List<Message> all = time.underWay(); !all.isEmpty(); all = time.underWay()) {
            Message first = all.get(0);
            world.happen(time.arrivalOf(first));
            world.playUntil(time.now());
        }
    }
}
