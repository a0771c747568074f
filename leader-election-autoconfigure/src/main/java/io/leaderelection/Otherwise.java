package io.leaderelection;

/** What the caller of a {@link LeaderOnly} method gets where this instance does not lead. */
public enum Otherwise {
    /** As {@link #SKIP} for methods that return nothing. Any other method has to choose, or start-up fails. */
    DEFAULT,
    /**
     * Nothing happens: {@code null}, a stage completed with {@code null}, or a reactive type without elements. Not for
     * primitive types, and not for {@link java.util.Optional} and the like, for which {@code null} is no value.
     */
    SKIP,
    /**
     * Nothing happens, and the result is empty: an empty collection, map, array, stream or {@link java.util.Optional}, a
     * stage completed with one of these, or a reactive type without elements. Not for other types.
     */
    EMPTY,
    /**
     * A {@link NotLeaderException} is thrown; of a stage or a reactive type it is the failure.
     */
    THROW
}
