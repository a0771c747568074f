package io.leaderelection.elector;

import io.leaderelection.lock.StoreFailure;
import io.leaderelection.status.StoreStatus;
import java.time.Instant;

/** One request without a proper answer, as an election tells of it. */
public record FailureSnapshot(StoreFailure.Kind kind, String message, Instant at) implements StoreStatus.Failure {}
