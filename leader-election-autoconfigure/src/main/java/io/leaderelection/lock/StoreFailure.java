package io.leaderelection.lock;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a request has no proper answer. A write that has failed may have been applied, may still be applied later,
 * or never.
 *
 * @param kind what went wrong, coarsely; a metric tag
 * @param message one line for people: cleaned of secrets and control characters, with the fix where one is known
 * @param retryAfter how long the store asked to be left alone, if it did: from zero to {@link #LONGEST_RETRY_AFTER},
 *     whatever was asked
 */
public record StoreFailure(
        Kind kind, String message, @Nullable Duration retryAfter) implements Answer {

    /** Longest time for which a store can ask to be left alone. */
    public static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

    public StoreFailure {
        if (retryAfter != null) {
            Duration atMost = retryAfter.compareTo(LONGEST_RETRY_AFTER) < 0 ? retryAfter : LONGEST_RETRY_AFTER;
            retryAfter = atMost.isNegative() ? Duration.ZERO : atMost;
        }
    }

    public StoreFailure(Kind kind, String message) {
        this(kind, message, null);
    }

    /** The kinds of failure. */
    public enum Kind {
        /** No answer within the time allowed. */
        TIMEOUT,
        /** No connection, or the connection broke. */
        UNREACHABLE,
        /** The store does not know who asks (401). */
        UNAUTHENTICATED,
        /** The store knows who asks and refuses (403, or a missing file permission). */
        FORBIDDEN,
        /** The store asks for patience (429). */
        THROTTLED,
        /** The store failed (5xx, disk full). */
        SERVER,
        /** The answer, or the stored data, could not be understood. */
        UNREADABLE,
        /** Classes on the class path do not fit each other: no request can be sent, and waiting is of no use. */
        INCOMPATIBLE
    }
}
