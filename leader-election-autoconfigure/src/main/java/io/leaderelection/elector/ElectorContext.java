package io.leaderelection.elector;

import io.leaderelection.gate.ElectorClock;
import io.leaderelection.status.Timings;
import java.util.function.Consumer;

/**
 * What the states of one elector work with. None of it knows them.
 *
 * @param settings what the elector was told at its start
 * @param identity who the elector is
 * @param state what it is doing
 * @param time the present, and its timers
 * @param backoff its pauses after failures
 * @param observer what it has seen of the lease
 * @param requests what it asks of the store
 * @param rehearsals when it rehearses its takeover
 * @param term the term that it holds, or held last
 * @param output takes what is to be done, in order
 */
record ElectorContext(
        ElectionSettings settings,
        ElectorIdentity identity,
        ElectorState state,
        ElectorTime time,
        Backoff backoff,
        LeaseObserver observer,
        StoreRequests requests,
        Rehearsals rehearsals,
        LatestTerm term,
        Consumer<ElectorCommand> output) {

    static ElectorContext of(
            ElectionSettings settings,
            TakeoverRules takeover,
            boolean rehearses,
            ElectorClock clock,
            Randomness random,
            Consumer<ElectorCommand> output) {
        Timings timings = settings.timings();
        RequestRateLimiter limiter = takeover.rateLimiter(timings);
        ElectorTime time = new ElectorTime(clock, output);
        Backoff backoff = new Backoff(timings, random);
        LeaseObserver observer = new LeaseObserver(timings, time, limiter, output);
        StoreRequests requests = new StoreRequests(timings, time, limiter, backoff, observer, output);
        boolean possible = rehearses && settings.campaign();
        return new ElectorContext(
                settings,
                new ElectorIdentity(settings.identity()),
                new ElectorState(),
                time,
                backoff,
                observer,
                requests,
                new Rehearsals(
                        possible, takeover.rehearsalPeriod(), timings.retryPeriod(), time, backoff, observer, requests),
                new LatestTerm(settings, clock, time, output),
                output);
    }
}
