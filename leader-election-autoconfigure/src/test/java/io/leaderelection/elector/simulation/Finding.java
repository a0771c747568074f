package io.leaderelection.elector.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A schedule that an oracle has found wrong, with all that is needed to understand it. */
record Finding(Schedule schedule, Violation violation) {

    private static final int LAST_LINES = 60;

    /** Plays a schedule against the product; nothing if all is well. */
    static @Nullable Finding in(Schedule schedule) {
        Violation violation = World.play(schedule, Mutant.NONE);
        return violation == null ? null : new Finding(schedule, violation);
    }

    /** What was violated, the smallest schedule that shows it, the end of its story, and how to see it again. */
    String report() {
        Schedule smallest = Shrinker.shrink(schedule, Mutant.NONE, violation);
        Deque<String> story = new ArrayDeque<>();
        Violation last = World.play(smallest, Mutant.NONE, line -> {
            story.add(line);
            if (story.size() > LAST_LINES) {
                story.remove();
            }
        });
        return "%s%n%nThe schedule with all faults left out that do not matter:%n%n%s%nHow it ended:%n%n  %s%n%n%s%n"
                .formatted(last == null ? violation : last, smallest.describe(), String.join("\n  ", story), replay());
    }

    private String replay() {
        return "To play it again: mvn -pl leader-election-autoconfigure test -Dtest=SimulationTest -Dsimulation.seed="
                + schedule.seed();
    }
}
