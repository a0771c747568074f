package io.leaderelection.elector.simulation;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Something on its way.
 *
 * @param kind what it is
 * @param node the node from which, or to which, it is under way
 * @param about the request or the watch that it belongs to
 * @param subject tells it from other messages of its kind and node, in whatever order they were sent
 * @param wanted whether anything can come of its arrival at present
 * @param arrival what happens when it arrives
 */
record Message(Kind kind, Node node, Object about, Supplier<String> subject, BooleanSupplier wanted, Runnable arrival) {

    /** The kinds, each with what is told of its arrival, before the subject and after it. */
    enum Kind {
        /** A request reaches the server. */
        REQUEST("", " reaches the server"),
        /** The answer to a request reaches its sender. */
        ANSWER("hears the answer to ", ""),
        /** A watch begins to work. */
        WATCH("", ""),
        /** News reaches its watcher. */
        NEWS("hears of ", ""),
        /** Work comes to its end. */
        WORK("", "");

        private final String before;
        private final String after;

        Kind(String before, String after) {
            this.before = before;
            this.after = after;
        }
    }

    /** The same message with another arrival. */
    Message arriving(Runnable otherwise) {
        return new Message(kind, node, about, subject, wanted, otherwise);
    }

    boolean isWanted() {
        return wanted.getAsBoolean();
    }

    @Override
    public String toString() {
        return node + ": " + kind.before + subject.get() + kind.after;
    }
}
