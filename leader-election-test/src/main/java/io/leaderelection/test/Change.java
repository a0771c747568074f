package io.leaderelection.test;

import java.util.concurrent.CompletableFuture;

/**
 * The beginning or the end of a term, and what goes on because of it.
 *
 * @param told the listeners have heard of it
 * @param signalled the stop signals of its work have been given
 * @param workEnded no call of the ended term is left
 */
record Change(CompletableFuture<Void> told, CompletableFuture<Void> signalled, CompletableFuture<Void> workEnded) {

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    static final Change NONE = new Change(DONE, DONE, DONE);

    /** News that end nobody's work. */
    static Change news(CompletableFuture<Void> told) {
        return new Change(told, DONE, DONE);
    }
}
