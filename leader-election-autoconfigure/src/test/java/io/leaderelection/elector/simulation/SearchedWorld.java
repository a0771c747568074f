package io.leaderelection.elector.simulation;

import java.util.List;

/** A world in which nothing happens by itself, so that a search may say what does. */
public interface SearchedWorld {

    OpenTime time();

    /** Those to whom something can happen at present. */
    List<? extends Participant> participants();

    /** Has something happen, and throws what the oracles find wrong with it. */
    void happen(Runnable event);

    /** Has everything happen that follows by itself up to a time. */
    void playUntil(long end);

    /**
     * What can happen next that is neither a message nor an alarm.
     *
     * @param hash told what it was, if it happens
     */
    List<Move> faults(StateHash hash);

    /**
     * Has the oracles take note of what has come about.
     *
     * @param hash told of what they will remember
     */
    void look(StateHash hash);

    /** Whether nothing is promised any more, whatever comes. */
    default boolean isBeyondPromises() {
        return false;
    }
}
