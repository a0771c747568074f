package io.leaderelection.elector;

import java.util.EnumSet;
import java.util.Set;

/** The state of an elector. It changes only as the {@link ElectionTable} allows. */
final class ElectorState {

    private State current = State.STOPPED;

    /** States that the row which is being played may lead to. */
    private Set<State> next = EnumSet.of(State.STOPPED);

    State current() {
        return current;
    }

    boolean is(State state) {
        return current == state;
    }

    /**
     * Plays a row of the table.
     *
     * @param allowed the states to which the row may lead
     * @throws IllegalStateException if it leads elsewhere
     */
    void play(Set<State> allowed, Runnable action) {
        next = allowed;
        action.run();
        become(current);
    }

    /**
     * Goes to a state, or stays in it: the only way, but for {@link #reset}.
     *
     * @throws IllegalStateException if the table does not lead there
     */
    void become(State to) {
        if (!next.contains(to)) {
            throw new IllegalStateException("From %s the table leads to %s, not to %s".formatted(current, next, to));
        }
        current = to;
    }

    /** Stops an elector that has failed, whatever the table says. */
    void reset() {
        current = State.STOPPED;
    }
}
