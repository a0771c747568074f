package io.leaderelection.elector.simulation;

import java.util.function.Supplier;

/**
 * A path of choices that ends in a violation.
 *
 * @param opening makes the position from which it goes
 * @param choices which of the possible moves was made, each time
 */
record CounterExample(Supplier<Position> opening, byte[] choices, Throwable violation) {

    /** How many things happen on it. */
    int events() {
        return choices.length;
    }

    /** For people: what happened, a move a line. */
    String describe() {
        StringBuilder text = new StringBuilder();
        text.append("%s:%n".formatted(violation.getMessage()));
        Position position = opening.get();
        for (byte choice : choices) {
            Move move = position.moves().get(choice);
            String what = move.toString();
            try {
                position.make(move);
            } catch (Violation | AssertionError found) {
                what += "  <- " + found.getMessage().split(":")[0];
            }
            text.append("  %9.4f s  %s%n".formatted((double) position.now() / VirtualTime.SECOND, what));
        }
        return text.toString();
    }
}
