package io.leaderelection.status;

import io.leaderelection.LeaderElection;
import io.leaderelection.Leadership;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one instance fared in one election at one moment: an immutable snapshot for health, endpoint and metrics. All text
 * in it may be shown: foreign text is escaped and cut, and messages are cleaned of secrets.
 *
 * @param leadership what the instance knew of the election
 * @param leading whether the gate was open
 * @param mode how the instance takes part
 * @param sinceRenewal time since the last confirmed renewal was sent; {@code null} unless leading by a lease
 * @param timeLeft how long the term holds without a further renewal, zero unless leading; {@code null} without a lease
 * @param store the contact with the store; {@code null} where there is none
 * @param timings the time limits; {@code null} where there is no lease
 * @param runningCalls gated calls in progress: how many of each name, in the order of names
 * @param deadWorkers names of workers that have failed in the present term
 * @param overdueWork what has not ended within the drain timeout of an ended term, or the listener that has not returned
 *     as long after a grant, and goes on
 * @param transitions the latest transitions, the last one first
 * @param electorSilence how long the elector's thread has not answered; zero if it does
 * @param impediment what keeps the election itself from its work; {@code null} if nothing does
 */
public record ElectionStatus(
        Leadership leadership,
        boolean leading,
        Mode mode,
        @Nullable Duration sinceRenewal,
        @Nullable Duration timeLeft,
        @Nullable StoreStatus store,
        @Nullable Timings timings,
        Map<String, Integer> runningCalls,
        List<String> deadWorkers,
        List<String> overdueWork,
        List<Transition> transitions,
        Duration electorSilence,
        @Nullable Impediment impediment) {

    /** How an instance takes part in an election. */
    public enum Mode {
        /** It tries to lead. */
        CAMPAIGNING,
        /** It only observes who leads. */
        OBSERVING,
        /** Its role is fixed: no election is held. */
        FIXED
    }

    /** The status of an election; where it is not a {@link StatusSource}, as much as any election tells. */
    public static ElectionStatus of(LeaderElection election) {
        return election instanceof StatusSource source ? source.status() : withoutStore(election, Map.of(), List.of());
    }

    /** The status of an election that has no store. */
    public static ElectionStatus withoutStore(
            LeaderElection election, Map<String, Integer> runningCalls, List<String> deadWorkers) {
        return new ElectionStatus(
                election.leadership(),
                election.isLeader(),
                Mode.FIXED,
                null,
                null,
                null,
                null,
                runningCalls,
                deadWorkers,
                List.of(),
                List.of(),
                Duration.ZERO,
                null);
    }
}
