package io.leaderelection.elector;

import io.leaderelection.status.StoreStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What an election tells of its contact with the store. */
public record StoreSnapshot(
        String backend,
        String lease,
        boolean watching,
        @Nullable Duration sinceContact,
        Duration outOfContact,
        Duration forbidden,
        @Nullable Failure lastFailure,
        @Nullable Failure watchFailure)
        implements StoreStatus {}
