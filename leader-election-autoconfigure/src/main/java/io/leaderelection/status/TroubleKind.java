package io.leaderelection.status;

/** What went wrong with a request to a store, coarsely. */
public enum TroubleKind {
    /** No answer within the time allowed. */
    TIMEOUT,
    /** No connection, or the connection broke. */
    UNREACHABLE,
    /** The store does not know who asks. */
    UNAUTHENTICATED,
    /** The store knows who asks and refuses. */
    FORBIDDEN,
    /** The store asks for patience. */
    THROTTLED,
    /** The store failed. */
    SERVER,
    /** The answer, or the stored data, could not be understood. */
    UNREADABLE,
    /** Classes on the class path do not fit each other. */
    INCOMPATIBLE
}
