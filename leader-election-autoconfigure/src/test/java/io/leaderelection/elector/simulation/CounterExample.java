package io.leaderelection.elector.simulation;

/**
 * A path of choices that ends in a violation.
 *
 * @param choices which of the possible moves was made, each time
 */
record CounterExample(StartPosition start, Mutant mutant, Bounds bounds, byte[] choices, Violation violation) {

    /** For people: what happened, a move a line. */
    String describe() {
        StringBuilder text = new StringBuilder();
        text.append("%s, from %s:%n".formatted(violation.getMessage(), start));
        Position position = new Position(start, mutant, bounds);
        for (byte choice : choices) {
            Move move = position.moves().get(choice);
            String what = move.toString();
            try {
                position.make(move);
            } catch (Violation found) {
                what += "  <- " + found.oracle();
            }
            text.append("  %9.4f s  %s%n".formatted((double) position.now() / VirtualTime.SECOND, what));
        }
        return text.toString();
    }
}
