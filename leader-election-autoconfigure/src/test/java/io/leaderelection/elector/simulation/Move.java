package io.leaderelection.elector.simulation;

import java.util.function.Supplier;

/**
 * One thing that can happen next.
 *
 * @param text what it is, for people
 * @param faults how many things go wrong by it
 * @param effect makes it happen
 */
public record Move(Supplier<String> text, int faults, Runnable effect) {

    @Override
    public String toString() {
        return text.get();
    }
}
