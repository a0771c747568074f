/**
 * The election algorithm: a deterministic state machine, and the thin shell that connects it to a store.
 *
 * <p>Where to begin:
 * <ul>
 *   <li>{@code ElectionTable} is the whole state machine: state, event, next states, action.
 *   <li>{@code Standby}, {@code Leading} and {@code Releasing} are the actions. A renewal is {@code renewOrRead},
 *       {@code renew}, {@code renewed} and {@code confirm} in {@code Leading}; it is sent by {@code StoreRequests.write}.
 *   <li>{@code Rules}, {@code TakeoverRules} and {@code ObservedLease} hold the decisions on which safety rests.
 *   <li>{@code LeaseLeaderElection} is the shell: it carries out what the {@code Elector} wants.
 * </ul>
 */
@Internal
@NullMarked
package io.leaderelection.elector;

import io.leaderelection.Internal;
import org.jspecify.annotations.NullMarked;
