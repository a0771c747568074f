package io.leaderelection.status;

import io.leaderelection.LeaderElection;
import io.leaderelection.Leadership;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one instance fared in one election at one moment: an immutable snapshot for health, endpoint and metrics. All text
 * in it may be shown: foreign text is escaped and cut, and messages are cleaned of secrets. Defaults are those of an
 * election that has no lease; later versions tell more.
 */
public interface ElectionStatus {

    /** What the instance knew of the election. */
    Leadership leadership();

    /** Whether the gate was open. */
    boolean leading();

    /** How the instance takes part. */
    default Mode mode() {
        return Mode.FIXED;
    }

    /** Time since the last confirmed renewal was sent; {@code null} unless leading by a lease. */
    default @Nullable Duration sinceRenewal() {
        return null;
    }

    /** How long the term holds without a further renewal, zero unless leading; {@code null} without a lease. */
    default @Nullable Duration timeLeft() {
        return null;
    }

    /** The contact with the store; {@code null} where there is none. */
    default @Nullable StoreStatus store() {
        return null;
    }

    /** The time limits; {@code null} where there is no lease. */
    default @Nullable Timings timings() {
        return null;
    }

    /** Gated calls in progress: how many of each name, in the order of names. */
    default Map<String, Integer> runningCalls() {
        return Map.of();
    }

    /** Names of workers that have failed in the present term. */
    default List<String> deadWorkers() {
        return List.of();
    }

    /**
     * What has not ended within the drain timeout of an ended term, or the listener that has not returned as long after
     * a grant, and goes on.
     */
    default List<String> overdueWork() {
        return List.of();
    }

    /** The latest transitions, the last one first. */
    default List<Transition> transitions() {
        return List.of();
    }

    /** How long the elector's thread has not answered; zero if it does. */
    default Duration electorSilence() {
        return Duration.ZERO;
    }

    /** Who waits for the lease, as far as that is told there, the latest last; some may be gone. */
    default List<StandbyStatus> standbys() {
        return List.of();
    }

    /** What keeps the election itself from its work; {@code null} if nothing does. */
    default @Nullable ElectionProblem problem() {
        return null;
    }

    /** How an instance takes part in an election. */
    enum Mode {
        /** It tries to lead. */
        CAMPAIGNING,
        /** It only observes who leads. */
        OBSERVING,
        /** Its role is fixed: no election is held. */
        FIXED
    }

    /** The status of an election; where it is not a {@link StatusSource}, as much as any election tells. */
    static ElectionStatus of(LeaderElection election) {
        return election instanceof StatusSource source ? source.status() : withoutStore(election, Map.of(), List.of());
    }

    /** The status of an election that has no store. */
    static ElectionStatus withoutStore(
            LeaderElection election, Map<String, Integer> runningCalls, List<String> deadWorkers) {
        return new StatusWithoutStore(election.leadership(), election.isLeader(), runningCalls, deadWorkers);
    }
}
