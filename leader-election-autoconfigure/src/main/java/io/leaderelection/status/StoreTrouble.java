package io.leaderelection.status;

import java.time.Instant;

/**
 * A request to a store that had no proper answer.
 *
 * @param kind what went wrong, coarsely
 * @param message one line for people, cleaned of secrets and control characters, with the fix where one is known
 * @param at wall time at which it was noticed
 */
public record StoreTrouble(TroubleKind kind, String message, Instant at) {}
