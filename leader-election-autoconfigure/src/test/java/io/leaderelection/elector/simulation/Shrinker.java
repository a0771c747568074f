package io.leaderelection.elector.simulation;

/** Drops faults from a failing schedule, one by one, for as long as the same oracle still finds it wrong. */
final class Shrinker {

    private Shrinker() {}

    static Schedule shrink(Schedule failing, Mutant mutant, Violation violation) {
        Schedule smallest = failing;
        for (Fault fault : failing.faults()) {
            Schedule smaller = smallest.without(fault);
            Violation found = World.play(smaller, mutant);
            if (found != null && found.oracle() == violation.oracle()) {
                smallest = smaller;
            }
        }
        return smallest;
    }
}
