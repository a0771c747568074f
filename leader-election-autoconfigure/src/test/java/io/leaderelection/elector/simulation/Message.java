package io.leaderelection.elector.simulation;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Something on its way.
 *
 * @param kind what it is
 * @param whose who hears it, or has sent it to the server
 * @param about the request ({@link Question}), the watch or the work that it belongs to
 * @param subject tells it from other messages of its kind and participant, in whatever order they were sent
 * @param wanted whether anything can come of its arrival at present
 * @param arrival what happens when it arrives
 */
public record Message(
        Kind kind,
        Participant whose,
        Object about,
        Supplier<String> subject,
        BooleanSupplier wanted,
        Runnable arrival) {

    /** The kinds, each with what is told of its arrival, before the subject and after it. */
    public enum Kind {
        /** A request reaches the server. */
        REQUEST("", " reaches the server"),
        /** The answer to a request reaches its sender. */
        ANSWER("hears the answer to ", ""),
        /** A watch begins to work. */
        WATCH("", ""),
        /** News reaches its watcher. */
        NEWS("hears of ", ""),
        /** News reaches its watcher, never before what the same watch has sent earlier. */
        NEXT_NEWS("hears of ", ""),
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
        return new Message(kind, whose, about, subject, wanted, otherwise);
    }

    boolean isWanted() {
        return wanted.getAsBoolean();
    }

    /** Whether there is anybody to take it at present. */
    boolean isHeard() {
        return kind == Kind.REQUEST || whose.hears();
    }

    @Override
    public String toString() {
        return whose + ": " + kind.before + subject.get() + kind.after;
    }
}
