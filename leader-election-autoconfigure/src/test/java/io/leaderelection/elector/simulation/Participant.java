package io.leaderelection.elector.simulation;

/** Somebody in a world to whom messages come and whose alarms ring: a node, or a process. */
public interface Participant {

    /** Tells it from the others of its world. */
    int index();

    /** Whether it hears what comes now. */
    default boolean hears() {
        return true;
    }
}
