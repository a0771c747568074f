package io.leaderelection.status;

import io.leaderelection.lock.Trouble;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The contact of one instance with the store of its lease.
 *
 * @param backend kind of store, such as {@code kubernetes}
 * @param lease where the lease is, for people
 * @param watching whether changes are told by a watch; otherwise the lease is polled
 * @param sinceContact time since the store last answered properly, or told news; {@code null} if it never has
 * @param outOfContact how long requests have failed without any contact; zero while they do not fail
 * @param forbidden how long the store has refused what this instance needs; zero if it does not
 * @param lastTrouble the latest request without a proper answer, however long ago
 * @param watchTrouble why there is no watch
 */
public record StoreStatus(
        String backend,
        String lease,
        boolean watching,
        @Nullable Duration sinceContact,
        Duration outOfContact,
        Duration forbidden,
        @Nullable Failure lastTrouble,
        @Nullable Failure watchTrouble) {

    /**
     * A request that had no proper answer.
     *
     * @param kind what went wrong, coarsely
     * @param message one line for people, cleaned of secrets and control characters, with the fix where one is known
     * @param at wall time at which it was noticed
     */
    public record Failure(Trouble.Kind kind, String message, Instant at) {}
}
