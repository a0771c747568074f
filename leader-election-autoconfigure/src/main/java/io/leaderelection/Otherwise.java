package io.leaderelection;

/** What the caller of a {@link LeaderOnly} method gets where this instance does not lead. */
public enum Otherwise {
    /**
     * {@link #THROW} for what answers requests, {@link #SKIP} for other methods that return nothing. Start-up fails for
     * listeners of application events and for methods that return something: they have to choose.
     */
    DEFAULT,
    /**
     * Nothing happens: {@code null}, a stage completed with {@code null}, or a reactive type without elements. Not for
     * primitive types, not for {@link java.util.Optional} and the like, for which {@code null} is no value, not for
     * types that Kotlin or JSpecify's annotations keep from being {@code null}, and not for what answers requests.
     */
    SKIP,
    /**
     * Nothing happens, and the result is empty: an empty collection, map, array, stream or {@link java.util.Optional},
     * a stage completed with one of these, or a reactive type without elements. Not for other types, and not for what
     * answers requests.
     */
    EMPTY,
    /**
     * A {@link NotLeaderException} is thrown; of a stage or a reactive type it is the failure.
     */
    THROW
}
