package io.leaderelection.lock.kubernetes.client;

/**
 * Which interceptors of the user's client see the requests of the elections. An interceptor can hold up a renewal until
 * the term is lost, or send a write twice.
 */
public enum Interceptors {
    /** Those that authenticate: client-java's own, and whatever implements its interface {@code Authentication}. */
    AUTHENTICATION,
    /** All but those that log requests, their credentials included. */
    ALL
}
