package io.leaderelection.status;

import io.leaderelection.lock.StoreFailure;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The contact of one instance with the store of its lease. To be read, not implemented: later versions tell more. */
public interface StoreStatus {

    /** Kind of store, such as {@code kubernetes}. */
    String backend();

    /** Where the lease is, for people. */
    String lease();

    /** Whether changes are told by a watch; otherwise the lease is polled. */
    boolean watching();

    /** Time since the store last answered properly, or told news; {@code null} if it never has. */
    @Nullable
    Duration sinceContact();

    /** How long requests have failed without any contact; zero while they do not fail. */
    Duration outOfContact();

    /** How long the store has refused what this instance needs; zero if it does not. */
    Duration forbidden();

    /** The latest request without a proper answer, however long ago; {@code null} if there was none. */
    @Nullable
    Failure lastFailure();

    /** Why there is no watch; {@code null} if nothing speaks against one. */
    @Nullable
    Failure watchFailure();

    /** A request that had no proper answer. */
    interface Failure {

        /** What went wrong, coarsely. */
        StoreFailure.Kind kind();

        /** One line for people, cleaned of secrets and control characters, with the fix where one is known. */
        String message();

        /** Wall time at which it was noticed. */
        Instant at();
    }
}
